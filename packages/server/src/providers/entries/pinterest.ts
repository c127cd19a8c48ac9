import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'pinterest',
  name: 'Pinterest',
  category: 'social',
  monogram: 'Pn',
  hue: 352,
  endpoints: {
    authorize: 'https://www.pinterest.com/oauth/',
    token: 'https://api.pinterest.com/v5/oauth/token',
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['user_accounts:read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: {
    clientAuth: 'basic',
    // Newer apps have it anyway; older ones would get a refresh token that ends for good after a year.
    extra: { continuous_refresh: 'true' },
  },
  // Each refresh brings a new refresh token of 60 days. What becomes of the one before is not said: read as single-use.
  refresh: { rotation: 'single-use', accessTtlSeconds: 2_592_000, refreshTtlSeconds: 5_184_000 },
  account: {
    url: 'https://api.pinterest.com/v5/user_account',
    identity: ['id'],
    label: ['username', 'id'],
    name: ['business_name'],
  },
  api: {
    hosts: ['api.pinterest.com'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetIn: 'x-ratelimit-reset' },
  },
  scopes: {
    'user_accounts:read': ['see your profile and how your pins do', 'low'],
    'boards:read': ['see your public boards', 'low'],
    'boards:read_secret': ['see your secret boards', 'medium'],
    'boards:write': ['create, change and delete your public boards', 'high'],
    'boards:write_secret': ['create, change and delete your secret boards', 'high'],
    'pins:read': ['see your public pins', 'low'],
    'pins:read_secret': ['see your secret pins', 'medium'],
    'pins:write': ['create, change and delete your public pins', 'high'],
    'pins:write_secret': ['create, change and delete your secret pins', 'high'],
    'ads:read': ['read your ads and how they do', 'medium'],
    'ads:write': ['create and change ads, and spend on them', 'high'],
    'catalogs:read': ['read your product catalogs', 'low'],
    'catalogs:write': ['change your product catalogs', 'medium'],
    'biz_access:read': ['see who has access to your business', 'medium'],
    'billing:read': ['see your bills for ads', 'medium'],
  },
  consoleUrl: 'https://developers.pinterest.com/apps/',
  settingsUrl: 'https://www.pinterest.com/settings/security',
  setup: [
    'With a business account open "My apps" on the developer site and choose "Connect app"; Pinterest reviews it before it works.',
    'Add the callback URL shown here as a redirect URI of the app.',
    'Take the app id (client id) and the app secret key (client secret).',
    'An app begins with trial access, which is limited and shows what it posts to you alone; ask for standard access with a video of the app.',
  ],
  verifyBeforeRelease: true,
  hooks: {
    // "The authorization grant is invalid", which was said of unknown apps, too: too little to end a grant at once.
    tokenAnswer: (answer) =>
      answer.status >= 400 && answer.body['code'] === 283
        ? { ...answer, body: { ...answer.body, error: 'invalid_request', error_description: answer.body['message'] } }
        : answer,
  },
});
