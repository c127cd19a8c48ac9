import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'reddit',
  name: 'Reddit',
  category: 'social',
  monogram: 'Re',
  hue: 155,
  endpoints: {
    authorize: 'https://www.reddit.com/api/v1/authorize',
    token: 'https://www.reddit.com/api/v1/access_token',
    revoke: { url: 'https://www.reddit.com/api/v1/revoke_token', scope: 'client_user' },
  },
  authorize: {
    query: { duration: 'permanent' },
    identityScopes: ['identity'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 86_400,
  },
  account: {
    url: 'https://oauth.reddit.com/api/v1/me',
    identity: ['id'],
    label: ['name'],
  },
  api: {
    hosts: ['oauth.reddit.com'],
    defaultHeaders: { 'user-agent': 'alter' },
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  scopes: {
    identity: ['see your user name', 'low'],
  },
  consoleUrl: 'https://www.reddit.com/prefs/apps',
  settingsUrl: 'https://www.reddit.com/prefs/apps',
  setup: [
    'Register an app for OAuth at Reddit.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
