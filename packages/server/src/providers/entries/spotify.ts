import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'spotify',
  name: 'Spotify',
  category: 'social',
  monogram: 'Sp',
  hue: 90,
  endpoints: {
    authorize: 'https://accounts.spotify.com/authorize',
    token: 'https://accounts.spotify.com/api/token',
  },
  authorize: {
    identityScopes: ['user-read-email'],
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.spotify.com/v1/me',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.spotify.com'],
  },
  scopes: {
    'user-read-email': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://developer.spotify.com/dashboard',
  settingsUrl: 'https://www.spotify.com/account/apps/',
  setup: [
    'Register an app for OAuth at Spotify.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
