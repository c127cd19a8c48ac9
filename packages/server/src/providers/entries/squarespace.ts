import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'squarespace',
  name: 'Squarespace',
  category: 'e-commerce',
  monogram: 'Sq',
  hue: 310,
  endpoints: {
    authorize: 'https://login.squarespace.com/api/1/login/oauth/provider/authorize',
    token: 'https://login.squarespace.com/api/1/login/oauth/provider/tokens',
  },
  authorize: {
    query: { access_type: 'offline' },
    scopeSeparator: ',',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic', body: 'json' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 1800,
    refreshTtlSeconds: 604_800,
  },
  account: {
    url: 'https://api.squarespace.com/1.0/authorization/website',
    identity: ['id'],
    label: ['title'],
  },
  api: {
    hosts: ['api.squarespace.com'],
    defaultHeaders: { 'user-agent': 'alter' },
  },
  consoleUrl: 'https://developers.squarespace.com/oauth',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Squarespace.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
