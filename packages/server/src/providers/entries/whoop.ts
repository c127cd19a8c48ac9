import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'whoop',
  name: 'WHOOP',
  category: 'health',
  monogram: 'Wh',
  hue: 260,
  endpoints: {
    authorize: 'https://api.prod.whoop.com/oauth/oauth2/auth',
    token: 'https://api.prod.whoop.com/oauth/oauth2/token',
    revoke: {
      url: 'https://api.prod.whoop.com/developer/v2/user/access',
      method: 'DELETE',
      auth: 'bearer',
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['read:profile', 'offline'],
    offline: 'scope offline',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.prod.whoop.com/developer/v2/user/profile/basic',
    identity: ['user_id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.prod.whoop.com'],
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  scopes: {
    'read:profile': ['see whose account it is', 'low'],
    offline: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developer-dashboard.whoop.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at WHOOP.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
