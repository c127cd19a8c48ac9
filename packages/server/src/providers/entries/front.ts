import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'front',
  name: 'Front',
  category: 'communication',
  monogram: 'Fr',
  hue: 285,
  endpoints: {
    authorize: 'https://app.frontapp.com/oauth/authorize',
    token: 'https://app.frontapp.com/oauth/token',
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api2.frontapp.com/me',
    identity: ['id'],
    label: ['name'],
  },
  api: {
    hosts: ['api2.frontapp.com'],
  },
  consoleUrl: 'https://app.frontapp.com/settings/developers',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Front.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
