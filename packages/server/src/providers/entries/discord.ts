import type { Provider } from '../provider.ts';

const discord: Provider = {
  id: 'discord',
  name: 'Discord',
  category: 'social',
  monogram: 'Di',
  hue: 228,
  variables: [],
  endpoints: {
    authorize: 'https://discord.com/oauth2/authorize',
    token: 'https://discord.com/api/oauth2/token',
    revoke: {
      url: 'https://discord.com/api/oauth2/token/revoke',
      method: 'POST',
      auth: 'client-post',
      carries: 'form',
      field: 'token',
      token: 'refresh',
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
    query: {},
    scopeSeparator: ' ',
    identityScopes: ['identify'],
    pkceSupport: 'supported',
    pkce: true,
    oidc: false,
    switchAccount: { prompt: 'consent' },
  },
  token: { clientAuth: 'post', body: 'form' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 604_800 },
  account: {
    url: 'https://discord.com/api/users/@me',
    method: 'GET',
    identity: ['id'],
    label: ['username'],
    name: ['global_name', 'username'],
  },
  api: {
    hosts: ['discord.com'],
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: ['retry-after', 'x-ratelimit-reset-after'],
  },
  scopes: [
    { scope: 'identify', description: 'see your name and picture', risk: 'low' },
    { scope: 'email', description: 'see your e-mail address', risk: 'low' },
    { scope: 'connections', description: 'see accounts that you linked to Discord', risk: 'medium' },
    { scope: 'guilds', description: 'see which servers you are in', risk: 'low' },
    { scope: 'guilds.members.read', description: 'see your profile in your servers', risk: 'low' },
    { scope: 'guilds.join', description: 'join servers for you', risk: 'medium' },
    { scope: 'gdm.join', description: 'join group messages for you', risk: 'medium' },
    { scope: 'role_connections.write', description: 'write facts about you for server roles', risk: 'low' },
    { scope: 'messages.read', description: 'read your messages', risk: 'high' },
  ],
  consoleUrl: 'https://discord.com/developers/applications',
  settingsUrl: 'https://discord.com/channels/@me',
  setup: [
    'Create an application in the developer portal.',
    'Under "OAuth2" add the callback URL shown here as a redirect.',
    'Take the client id and reset the client secret to see it. Scopes are chosen here, in the config.',
  ],
  verified: false,
  hooks: {},
};

export default discord;
