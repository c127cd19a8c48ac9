import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'twitter',
  aliases: ['x'],
  name: 'X (Twitter)',
  category: 'social',
  monogram: 'Tw',
  hue: 175,
  endpoints: {
    authorize: 'https://x.com/i/oauth2/authorize',
    token: 'https://api.x.com/2/oauth2/token',
    revoke: { url: 'https://api.x.com/2/oauth2/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['users.read', 'tweet.read', 'offline.access'],
    offline: 'the scope offline.access',
    pkceSupport: 'required',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://api.x.com/2/users/me',
    identity: ['data.id'],
    label: ['data.username'],
    name: ['data.name'],
  },
  api: {
    hosts: ['api.x.com', 'api.twitter.com'],
    rateLimit: { resetAt: 'x-rate-limit-reset' },
  },
  scopes: {
    'users.read': ['see whose account it is', 'low'],
    'tweet.read': ['see whose account it is', 'low'],
    'offline.access': ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developer.x.com/en/portal/dashboard',
  settingsUrl: 'https://x.com/settings/connected_apps',
  setup: [
    'Register an app for OAuth at X (Twitter).',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
