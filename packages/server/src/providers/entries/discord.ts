import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'discord',
  name: 'Discord',
  category: 'social',
  monogram: 'Di',
  hue: 228,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Nothing more: the token acts for the owner of the application; that of a team has only identify and applications.commands.update.',
    },
  },
  endpoints: {
    authorize: 'https://discord.com/oauth2/authorize',
    token: 'https://discord.com/api/oauth2/token',
    revoke: {
      url: 'https://discord.com/api/oauth2/token/revoke',
      // Ends the authorization, whichever of its tokens is named.
      scope: 'client_user',
    },
    closed: [
      'https://discord.com/api/oauth2/authorize',
      'https://discord.com/api/oauth2/@me',
      'https://discord.com/api/{version}/oauth2/authorize',
      'https://discord.com/api/{version}/oauth2/token',
      'https://discord.com/api/{version}/oauth2/token/revoke',
      'https://discord.com/api/{version}/oauth2/@me',
    ],
  },
  authorize: {
    identityScopes: ['identify'],
    pkceSupport: 'supported',
    switchAccount: { prompt: 'consent' },
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 604_800 },
  account: {
    url: 'https://discord.com/api/users/@me',
    identity: ['id'],
    label: ['username'],
    name: ['global_name', 'username'],
  },
  api: {
    hosts: ['discord.com'],
    rateLimit: { resetIn: 'x-ratelimit-reset-after' },
  },
  scopes: {
    identify: ['see your name and picture', 'low'],
    email: ['see your e-mail address', 'low'],
    connections: ['see accounts that you linked to Discord', 'medium'],
    guilds: ['see which servers you are in', 'low'],
    'guilds.members.read': ['see your profile in your servers', 'low'],
    'guilds.join': ['join servers for you', 'medium'],
    'gdm.join': ['join group messages for you', 'medium'],
    'role_connections.write': ['write facts about you for server roles', 'low'],
    'messages.read': ['read your messages', 'high'],
  },
  consoleUrl: 'https://discord.com/developers/applications',
  settingsUrl: 'https://discord.com/channels/@me',
  setup: [
    'Create an application in the developer portal.',
    'Under "OAuth2" add the callback URL shown here as a redirect.',
    'Take the client id and reset the client secret to see it. Scopes are chosen here, in the config.',
  ],
  verifyBeforeRelease: true,
});
