import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'xero',
  name: 'Xero',
  category: 'accounting',
  monogram: 'Xe',
  hue: 95,
  endpoints: {
    authorize: 'https://login.xero.com/identity/connect/authorize',
    token: 'https://identity.xero.com/connect/token',
    revoke: { url: 'https://identity.xero.com/connect/revocation', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['offline_access'],
    offline: 'scope offline_access',
    pkceSupport: 'supported',
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
    // The first of the organisations; calls name theirs in Xero-Tenant-Id.
    url: 'https://api.xero.com/connections',
    identity: ['0.tenantId'],
    label: ['0.tenantName'],
  },
  api: {
    hosts: ['api.xero.com'],
    rateLimit: { remaining: 'x-minlimit-remaining' },
  },
  scopes: {
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developer.xero.com/app/manage',
  settingsUrl: 'https://apps.xero.com/connected',
  setup: [
    'Register an app for OAuth at Xero.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
