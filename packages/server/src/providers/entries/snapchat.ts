import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'snapchat',
  name: 'Snapchat',
  category: 'marketing',
  monogram: 'Sn',
  hue: 285,
  endpoints: {
    authorize: 'https://accounts.snapchat.com/login/oauth2/authorize',
    token: 'https://accounts.snapchat.com/login/oauth2/access_token',
  },
  authorize: {
    identityScopes: ['snapchat-marketing-api'],
  },
  refresh: {
    accessTtlSeconds: 1800,
  },
  account: {
    url: 'https://adsapi.snapchat.com/v1/me',
    identity: ['me.id'],
    label: ['me.email'],
  },
  api: {
    hosts: ['adsapi.snapchat.com'],
  },
  scopes: {
    'snapchat-marketing-api': ['manage your ads', 'high'],
  },
  consoleUrl: 'https://business.snapchat.com/',
  settingsUrl: 'https://accounts.snapchat.com/',
  setup: [
    'Register an app for OAuth at Snapchat.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
