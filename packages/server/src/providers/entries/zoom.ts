import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'zoom',
  name: 'Zoom',
  category: 'communication',
  monogram: 'Zo',
  hue: 65,
  endpoints: {
    authorize: 'https://zoom.us/oauth/authorize',
    token: 'https://zoom.us/oauth/token',
    revoke: { url: 'https://zoom.us/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    // Scopes are fixed on the app.
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 7_776_000,
  },
  account: {
    url: 'https://api.zoom.us/v2/users/me',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.zoom.us'],
    rateLimit: { remaining: 'x-ratelimit-remaining' },
  },
  consoleUrl: 'https://marketplace.zoom.us/user/build',
  settingsUrl: 'https://marketplace.zoom.us/user/installed',
  setup: [
    'Register an app for OAuth at Zoom.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
