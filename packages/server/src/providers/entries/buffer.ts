import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'buffer',
  name: 'Buffer',
  category: 'social',
  monogram: 'Bu',
  hue: 140,
  endpoints: {
    authorize: 'https://auth.buffer.com/auth',
    token: 'https://auth.buffer.com/token',
  },
  authorize: {
    query: { prompt: 'consent' },
    identityScopes: ['offline_access'],
    offline: 'scope offline_access',
    pkceSupport: 'supported',
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
  },
  api: {
    hosts: ['api.buffer.com'],
  },
  scopes: {
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developers.buffer.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Buffer.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
