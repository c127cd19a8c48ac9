import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'lever',
  name: 'Lever',
  category: 'ats',
  monogram: 'Le',
  hue: 300,
  endpoints: {
    authorize: 'https://auth.lever.co/authorize',
    token: 'https://auth.lever.co/oauth/token',
  },
  authorize: {
    query: { audience: 'https://api.lever.co/v1/' },
    identityScopes: ['offline_access'],
    offline: 'scope offline_access',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 31_536_000,
  },
  api: {
    hosts: ['api.lever.co'],
  },
  scopes: {
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://hire.lever.co/settings/integrations',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Lever.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
