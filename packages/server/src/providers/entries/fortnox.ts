import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'fortnox',
  name: 'Fortnox',
  category: 'accounting',
  monogram: 'Fo',
  hue: 180,
  endpoints: {
    authorize: 'https://apps.fortnox.se/oauth-v1/auth',
    token: 'https://apps.fortnox.se/oauth-v1/token',
    revoke: { url: 'https://apps.fortnox.se/oauth-v1/revoke', scope: 'client_user' },
  },
  authorize: {
    query: { access_type: 'offline' },
    identityScopes: ['companyinformation'],
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 3_888_000,
  },
  account: {
    url: 'https://api.fortnox.se/3/companyinformation',
    identity: ['CompanyInformation.OrganizationNumber'],
    label: ['CompanyInformation.CompanyName'],
  },
  api: {
    hosts: ['api.fortnox.se'],
  },
  scopes: {
    companyinformation: ['see the name of your company', 'low'],
  },
  consoleUrl: 'https://developer.fortnox.se/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Fortnox.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
