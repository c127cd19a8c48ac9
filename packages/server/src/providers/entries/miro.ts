import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'miro',
  name: 'Miro',
  category: 'design',
  monogram: 'Mi',
  hue: 145,
  endpoints: {
    authorize: 'https://miro.com/oauth/authorize',
    token: 'https://api.miro.com/v1/oauth/token',
    revoke: {
      url: 'https://api.miro.com/v2/oauth/revoke',
      carries: 'json',
      field: 'accessToken',
      clientMembers: { id: 'clientId', secret: 'clientSecret' },
      token: 'access',
      scope: 'client_user',
    },
  },
  authorize: {
    // Scopes are fixed on the app.
    identityScopes: ['identity:read'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 5_184_000,
  },
  account: {
    url: 'https://api.miro.com/v1/oauth-token',
    identity: ['team.id', 'user.id'],
    label: ['user.name'],
  },
  api: {
    hosts: ['api.miro.com'],
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  scopes: {
    'identity:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://miro.com/app/settings/user-profile/apps',
  settingsUrl: 'https://miro.com/app/settings/user-profile/apps',
  setup: [
    'Register an app for OAuth at Miro.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
