import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'deel',
  name: 'Deel',
  category: 'hr',
  monogram: 'De',
  hue: 25,
  endpoints: {
    authorize: 'https://app.deel.com/oauth2/authorize',
    token: 'https://app.deel.com/oauth2/tokens',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 2_592_000,
    refreshTtlSeconds: 7_776_000,
  },
  api: {
    hosts: ['api.letsdeel.com', 'api-sandbox.demo.deel.com'],
  },
  consoleUrl: 'https://app.deel.com/developer-center',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Deel.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
