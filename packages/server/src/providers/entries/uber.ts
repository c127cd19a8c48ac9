import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'uber',
  name: 'Uber',
  category: 'travel',
  monogram: 'Ub',
  hue: 80,
  endpoints: {
    authorize: 'https://login.uber.com/oauth/v2/authorize',
    token: 'https://login.uber.com/oauth/v2/token',
    revoke: { url: 'https://login.uber.com/oauth/v2/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['profile'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 2_592_000,
  },
  account: {
    url: 'https://api.uber.com/v1.2/me',
    identity: ['uuid'],
    label: ['email'],
  },
  api: {
    hosts: ['api.uber.com'],
  },
  scopes: {
    profile: ['see your name and picture', 'low'],
  },
  consoleUrl: 'https://developer.uber.com/dashboard',
  settingsUrl: 'https://auth.uber.com/account/connected-apps',
  setup: [
    'Register an app for OAuth at Uber.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
