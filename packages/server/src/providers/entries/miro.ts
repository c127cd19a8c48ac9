import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'miro',
  name: 'Miro',
  category: 'design',
  monogram: 'Mi',
  hue: 48,
  endpoints: {
    authorize: 'https://miro.com/oauth/authorize',
    token: 'https://api.miro.com/v1/oauth/token',
    revoke: {
      url: 'https://api.miro.com/v2/oauth/revoke',
      carries: 'json',
      field: 'accessToken',
      clientMembers: { id: 'clientId', secret: 'clientSecret' },
      token: 'access',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    introspect: 'https://api.miro.com/v1/oauth-token',
    closed: ['https://api.miro.com/v1/oauth/revoke'],
  },
  authorize: {
    identityScopes: ['identity:read'],
    pkceSafeToSend: true,
  },
  // Whether tokens expire is a switch of the app. If they do, the answer says so: an hour, and 60 days for the refresh token.
  refresh: { rotation: 'single-use', refreshTtlSeconds: 5_184_000 },
  account: {
    url: 'https://api.miro.com/v1/oauth-token',
    identity: ['team.id', 'user.id'],
    label: ['user.name', 'user.id'],
    name: ['team.name'],
  },
  api: {
    hosts: ['api.miro.com'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  // Fixed on the app: all of the app's are granted, whatever is asked for.
  scopes: {
    'identity:read': ['see your name and e-mail address', 'low'],
    'team:read': ['see the people of your team', 'medium'],
    'boards:read': ['read your boards', 'medium'],
    'boards:write': ['create, change and delete your boards', 'high'],
    'boards:export': ['export the boards of your organization', 'high'],
    'projects:read': ['see your spaces', 'low'],
    'projects:write': ['create, change and delete your spaces', 'high'],
    'organizations:read': ['see your organization', 'low'],
    'organizations:teams:read': ['see the teams of your organization', 'medium'],
    'organizations:teams:write': ['manage the teams of your organization', 'high'],
    'auditlogs:read': ['read the audit log of your organization', 'high'],
  },
  consoleUrl: 'https://miro.com/app/settings/user-profile/apps',
  settingsUrl: 'https://miro.com/app/settings/user-profile/apps',
  setup: [
    'Under "Your apps" of your profile settings make a developer team and create an app in it.',
    'Tick "Expire user authorization token" if connections are to be renewed; it cannot be changed later.',
    'Enter the callback URL shown here as a redirect URI, and tick identity:read and exactly the scopes that you configure here.',
    'Take the client id and the client secret from the app’s credentials. Scopes of organizations need an Enterprise plan.',
  ],
  verifyBeforeRelease: true,
});
