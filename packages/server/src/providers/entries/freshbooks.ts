import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'freshbooks',
  name: 'FreshBooks',
  category: 'accounting',
  monogram: 'Fb',
  hue: 212,
  endpoints: {
    authorize: 'https://auth.freshbooks.com/oauth/authorize',
    token: 'https://api.freshbooks.com/auth/oauth/token',
    revoke: {
      url: 'https://api.freshbooks.com/auth/oauth/revoke',
      carries: 'json',
      // A person has one living refresh token per app.
      scope: 'client_user',
    },
    closed: ['https://api.freshbooks.com/auth/oauth/authorize'],
  },
  authorize: {
    identityScopes: ['user:profile:read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { body: 'json' },
  // To connect again ends the refresh token of before, too.
  refresh: { rotation: 'single-use', accessTtlSeconds: 43_200 },
  account: {
    url: 'https://api.freshbooks.com/auth/api/v1/users/me',
    identity: ['response.id'],
    label: ['response.email', 'response.id'],
    name: ['response.first_name'],
  },
  api: {
    hosts: ['api.freshbooks.com'],
  },
  scopes: {
    'user:profile:read': ['see your name, e-mail address and businesses', 'low'],
    'user:clients:read': ['read your clients', 'medium'],
    'user:clients:write': ['create, change and delete clients', 'high'],
    'user:invoices:read': ['read your invoices', 'medium'],
    'user:invoices:write': ['create, change and send invoices', 'high'],
    'user:estimates:read': ['read your estimates', 'medium'],
    'user:expenses:read': ['read your expenses', 'medium'],
    'user:expenses:write': ['create, change and delete expenses', 'high'],
    'user:payments:read': ['read payments', 'medium'],
    'user:payments:write': ['record, change and delete payments', 'high'],
    'user:projects:read': ['read your projects', 'medium'],
    'user:time_entries:read': ['read hours worked', 'medium'],
    'user:time_entries:write': ['record, change and delete hours worked', 'medium'],
    'user:reports:read': ['read your financial reports', 'high'],
    'user:journal_entries:read': ['read your books', 'high'],
  },
  consoleUrl: 'https://my.freshbooks.com/#/developer',
  settingsUrl: null,
  setup: [
    'In the developer portal choose "Create an App".',
    'Add the callback URL shown here as a redirect URI; it must be https.',
    'Tick user:profile:read and the scopes that you configure here; FreshBooks refuses others.',
    'Save, open the app again, and take the client id and the client secret.',
  ],
});
