import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'tumblr',
  name: 'Tumblr',
  category: 'social',
  monogram: 'Tu',
  hue: 310,
  endpoints: {
    authorize: 'https://www.tumblr.com/oauth2/authorize',
    token: 'https://api.tumblr.com/v2/oauth2/token',
  },
  authorize: {
    identityScopes: ['basic', 'offline_access'],
    offline: 'scope offline_access',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 2520,
  },
  account: {
    url: 'https://api.tumblr.com/v2/user/info',
    identity: ['response.user.name'],
    label: ['response.user.name'],
  },
  api: {
    hosts: ['api.tumblr.com'],
  },
  scopes: {
    basic: ['see your blogs and posts', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://www.tumblr.com/oauth/apps',
  settingsUrl: 'https://www.tumblr.com/settings/apps',
  setup: [
    'Register an app for OAuth at Tumblr.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
