import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'wave',
  name: 'Wave',
  category: 'accounting',
  monogram: 'Wa',
  hue: 212,
  endpoints: {
    authorize: 'https://api.waveapps.com/oauth2/authorize/',
    token: 'https://api.waveapps.com/oauth2/token/',
    revoke: {
      url: 'https://api.waveapps.com/oauth2/token-revoke/',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['user:read'],
    pkceSafeToSend: true,
  },
  refresh: {
    // Each answer brings a refresh token, and nobody says that the one before stays valid: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://gql.waveapps.com/graphql/public',
    method: 'POST',
    body: '{"query":"{user{id defaultEmail}}"}',
    identity: ['data.user.id'],
    label: ['data.user.defaultEmail', 'data.user.id'],
  },
  api: {
    hosts: ['gql.waveapps.com'],
  },
  scopes: {
    'user:read': ['see your name and e-mail address', 'low'],
    'business:read': ['see your businesses', 'low'],
    'business:write': ['change your businesses', 'medium'],
    'account:read': ['read your chart of accounts', 'medium'],
    'account:write': ['change your chart of accounts', 'high'],
    'customer:read': ['read your customers', 'medium'],
    'customer:write': ['create, change and delete your customers', 'high'],
    'invoice:read': ['read your invoices', 'medium'],
    'invoice:write': ['create, change and delete your invoices', 'high'],
    'invoice:send': ['send your invoices', 'high'],
    'product:read': ['see what you sell', 'low'],
    'product:write': ['create and change what you sell', 'medium'],
    'sales_tax:read': ['see your sales taxes', 'low'],
    'sales_tax:write': ['change your sales taxes', 'medium'],
    'transaction:write': ['enter transactions into your books', 'high'],
    'vendor:read': ['read your suppliers', 'medium'],
    'vendor:write': ['create, change and delete your suppliers', 'high'],
  },
  consoleUrl: 'https://developer.waveapps.com/hc/en-us/articles/360019762711',
  settingsUrl: null,
  setup: [
    'On the developer portal open "Manage Applications" and create an application.',
    'Enter the callback URL shown here as a redirect URI; it must match to the letter.',
    'Take the client id and the client secret. Scopes are chosen here, in the config.',
    'People who connect need a paid plan of Wave’s (Pro or Advisors).',
  ],
  verifyBeforeRelease: true,
  hooks: {
    // GraphQL: that a token is dead is said with status 200.
    tokenAnswer: (answer) => {
      const { errors } = answer.body as { errors?: { extensions?: { code?: unknown } }[] };
      const isDead = Array.isArray(errors) && errors[0]?.extensions?.code === 'UNAUTHENTICATED';
      return isDead ? { status: 401, body: { ...answer.body, error: 'unauthenticated' } } : answer;
    },
    errorClass: (error) => (error === 'unauthenticated' ? 'permanent' : null),
  },
});
