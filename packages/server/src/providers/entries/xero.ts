import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'xero',
  name: 'Xero',
  category: 'accounting',
  monogram: 'Xe',
  hue: 195,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Make an app of the type "Custom connection", a client of its own for one organisation; configure its accounting scopes and ask for those.',
    },
  },
  variables: [
    {
      name: 'tenant',
      label: 'Organisation',
      kind: 'path',
      from: 'places',
      pattern: /[A-Za-z0-9-]{1,64}/,
      at: 'tenantId',
      example: '45e4708e-d862-4111-ab3a-dd8cd03913e1',
      optional: true,
    },
  ],
  issuer: 'https://identity.xero.com',
  endpoints: {
    authorize: 'https://login.xero.com/identity/connect/authorize',
    token: 'https://identity.xero.com/connect/token',
    revoke: {
      url: 'https://identity.xero.com/connect/revocation',
      // Takes away every organisation that the person connected to the app.
      scope: 'client_user',
    },
    jwks: 'https://identity.xero.com/.well-known/openid-configuration/jwks',
    closed: ['https://api.xero.com/connections/{connection}'],
  },
  authorize: {
    identityScopes: ['openid', 'email', 'offline_access'],
    offline: 'the scope offline_access',
    pkceSupport: 'supported',
    oidc: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    // A used refresh token answers again for 30 minutes.
    rotation: 'single-use',
    accessTtlSeconds: 1800,
    refreshTtlSeconds: 5_184_000,
    graceSeconds: 1800,
  },
  account: {
    // The person: one token is for all organisations that they connected, and others may connect the same organisation.
    url: 'https://identity.xero.com/connect/userinfo',
    identity: ['sub'],
    label: ['email', 'sub'],
    name: ['name'],
  },
  verify: { url: 'https://api.xero.com/connections' },
  api: {
    hosts: ['api.xero.com'],
    // Every call but the list itself has to name one.
    defaultHeaders: { 'xero-tenant-id': '{tenant}' },
    places: { url: 'https://api.xero.com/connections', name: 'tenantName' },
    rateLimit: { remaining: 'x-minlimit-remaining' },
  },
  scopes: {
    openid: ['know which Xero account it is', 'low'],
    profile: ['see your name', 'low'],
    email: ['see your e-mail address', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
    'accounting.invoices.read': ['read your invoices and bills', 'medium'],
    'accounting.invoices': ['create and change your invoices and bills', 'high'],
    'accounting.payments.read': ['see your payments', 'medium'],
    'accounting.payments': ['enter and delete payments', 'high'],
    'accounting.banktransactions.read': ['see your bank transactions', 'medium'],
    'accounting.banktransactions': ['enter and change bank transactions', 'high'],
    'accounting.contacts.read': ['read your contacts', 'medium'],
    'accounting.contacts': ['create and change your contacts', 'high'],
    'accounting.settings.read': ['see your accounts, taxes and organisation', 'medium'],
    'accounting.settings': ['change your accounts and taxes', 'high'],
    'accounting.attachments.read': ['read files attached to your records', 'medium'],
    'accounting.attachments': ['attach files to your records', 'medium'],
    'accounting.reports.profitandloss.read': ['read your profit and loss', 'medium'],
    'accounting.reports.balancesheet.read': ['read your balance sheet', 'medium'],
    'accounting.journals.read': ['read your whole ledger', 'medium'],
    'accounting.transactions.read': ['see all your transactions', 'medium'],
    'accounting.transactions': ['enter and change all kinds of transactions', 'high'],
    'accounting.reports.read': ['read your reports', 'medium'],
    'payroll.employees.read': ['read the records of your employees', 'high'],
  },
  consoleUrl: 'https://developer.xero.com/app/manage',
  settingsUrl: 'https://apps.xero.com/connected',
  setup: [
    'Under "My Apps" create a new app of the type "Web app".',
    'Enter the callback URL shown here as its redirect URI.',
    'On the page "Configuration" take the client id and generate a secret.',
    'Apps made since March 2026 must ask for the narrow scopes; accounting.transactions and accounting.reports.read are for older ones.',
    'A person may connect several organisations: the grant lists them as `places`, and calls then name theirs in Xero-Tenant-Id. Of a single one the header is added.',
    'How many organisations can connect depends on Xero’s plan for the app, and more than 25 need its certification.',
  ],
  verifyBeforeRelease: true,
});
