import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'buffer',
  name: 'Buffer',
  category: 'social',
  monogram: 'Bu',
  hue: 222,
  endpoints: {
    authorize: 'https://auth.buffer.com/auth',
    token: 'https://auth.buffer.com/token',
  },
  authorize: {
    // Whoever has agreed before is not asked again, and then no refresh token comes.
    query: { prompt: 'consent' },
    identityScopes: ['account:read', 'offline_access'],
    offline: 'scope offline_access, and a consent screen that is shown',
    pkceSupport: 'required',
  },
  // To use a retired refresh token again ends the grant.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600 },
  account: {
    url: 'https://api.buffer.com/',
    method: 'POST',
    body: '{"query":"{account{id email}}"}',
    identity: ['data.account.id'],
    label: ['data.account.email', 'data.account.id'],
  },
  api: {
    hosts: ['api.buffer.com'],
  },
  scopes: {
    'account:read': ['see your account, organizations and channels', 'low'],
    'account:write': ['change your account', 'medium'],
    'posts:read': ['read your posts, also planned ones', 'medium'],
    'posts:write': ['create, plan, change and delete posts in your channels', 'high'],
    'ideas:read': ['read your ideas', 'medium'],
    'ideas:write': ['create and change ideas', 'medium'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developers.buffer.com/',
  settingsUrl: null,
  setup: [
    'On the developer pages register an app, as a confidential client.',
    'Add the callback URL shown here as a redirect URI; every character counts.',
    'Allow the app account:read, offline_access and the scopes that you configure here.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
