import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'mercury',
  name: 'Mercury',
  category: 'banking',
  monogram: 'Me',
  hue: 110,
  endpoints: {
    authorize: 'https://oauth2.mercury.com/oauth2/auth',
    token: 'https://oauth2.mercury.com/oauth2/token',
  },
  authorize: {
    identityScopes: ['offline_access'],
    offline: 'scope offline_access',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
  },
  api: {
    hosts: ['api.mercury.com'],
  },
  scopes: {
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://app.mercury.com/settings',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Mercury.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
