import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'salesloft',
  name: 'Salesloft',
  category: 'crm',
  monogram: 'Sa',
  hue: 205,
  endpoints: {
    authorize: 'https://accounts.salesloft.com/oauth/authorize',
    token: 'https://accounts.salesloft.com/oauth/token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://api.salesloft.com/v2/me',
    identity: ['data.guid'],
    label: ['data.email'],
  },
  api: {
    hosts: ['api.salesloft.com'],
  },
  consoleUrl: 'https://accounts.salesloft.com/oauth/applications',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Salesloft.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
