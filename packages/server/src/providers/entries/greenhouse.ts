import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'greenhouse',
  name: 'Greenhouse',
  category: 'ats',
  monogram: 'Gr',
  hue: 125,
  endpoints: {
    authorize: 'https://api.greenhouse.io/oauth/authorize',
    token: 'https://api.greenhouse.io/oauth/token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
  },
  api: {
    hosts: ['harvest.greenhouse.io'],
  },
  consoleUrl: 'https://app.greenhouse.io/configure/dev_center',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Greenhouse.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
