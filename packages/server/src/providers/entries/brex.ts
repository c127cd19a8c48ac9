import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'brex',
  name: 'Brex',
  category: 'banking',
  monogram: 'Br',
  hue: 17,
  endpoints: {
    authorize: 'https://accounts-api.brex.com/oauth2/default/v1/authorize',
    token: 'https://accounts-api.brex.com/oauth2/default/v1/token',
    revoke: {
      url: 'https://accounts-api.brex.com/oauth2/default/v1/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    // The account's call needs the third.
    identityScopes: ['openid', 'offline_access', 'users.readonly'],
    offline: 'scope openid offline_access',
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 7_776_000 },
  account: {
    url: 'https://platform.brexapis.com/v2/users/me',
    identity: ['id'],
    label: ['email', 'id'],
    name: ['first_name'],
  },
  api: {
    hosts: ['platform.brexapis.com'],
  },
  scopes: {
    openid: ['know which Brex account it is', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
    'users.readonly': ['see the people of your company', 'low'],
    users: ['invite and change people of your company', 'high'],
    'departments.readonly': ['see your departments', 'low'],
    'cards.readonly': ['see your cards, without their numbers', 'medium'],
    cards: ['create, change and lock cards', 'high'],
    'accounts.card.readonly': ['see your card account and its balance', 'medium'],
    'accounts.cash.readonly': ['see your cash accounts and their balances', 'medium'],
    'transactions.card.readonly': ['read card transactions', 'medium'],
    'transactions.cash.readonly': ['read cash transactions', 'medium'],
    'expenses.card.readonly': ['read expenses', 'medium'],
    'vendors.readonly': ['see who you pay', 'medium'],
    'transfers.readonly': ['see your transfers', 'medium'],
    transfers: ['send money from your accounts', 'high'],
    'budgets.readonly': ['see your budgets', 'medium'],
  },
  consoleUrl: 'https://developer.brex.com/',
  settingsUrl: null,
  setup: [
    'Ask Brex’s developer support for a client id and a client secret: there is no console, and you must become a partner.',
    'Name the callback URL shown here and the scopes that you need when you ask; others are refused.',
    'Configure the same scopes here. In most cases only an account admin of a company can agree to them.',
  ],
  verifyBeforeRelease: true,
});
