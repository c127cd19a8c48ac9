import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'bitly',
  name: 'Bitly',
  category: 'marketing',
  monogram: 'Bi',
  hue: 55,
  endpoints: {
    authorize: 'https://bitly.com/oauth/authorize',
    token: 'https://api-ssl.bitly.com/oauth/access_token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api-ssl.bitly.com/v4/user',
    identity: ['login'],
    label: ['name'],
  },
  api: {
    hosts: ['api-ssl.bitly.com'],
  },
  consoleUrl: 'https://app.bitly.com/settings/api/',
  settingsUrl: 'https://app.bitly.com/settings/connected-apps',
  setup: [
    'Register an app for OAuth at Bitly.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
