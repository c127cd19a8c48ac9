import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'strava',
  name: 'Strava',
  category: 'health',
  monogram: 'St',
  hue: 65,
  endpoints: {
    authorize: 'https://www.strava.com/oauth/authorize',
    token: 'https://www.strava.com/oauth/token',
    revoke: { url: 'https://www.strava.com/oauth/deauthorize', auth: 'bearer', scope: 'client_user' },
  },
  authorize: {
    query: { approval_prompt: 'auto' },
    scopeSeparator: ',',
    identityScopes: ['read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  callback: { scope: 'scope' },
  refresh: {
    // May rotate; the newest one wins: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 21_600,
  },
  account: {
    url: 'https://www.strava.com/api/v3/athlete',
    identity: ['id'],
    label: ['username', 'firstname'],
    name: ['firstname'],
  },
  api: {
    hosts: ['www.strava.com'],
  },
  scopes: {
    read: ['read what you can see', 'medium'],
  },
  consoleUrl: 'https://www.strava.com/settings/api',
  settingsUrl: 'https://www.strava.com/settings/apps',
  setup: [
    'Register an app for OAuth at Strava.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
