import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'quickbooks',
  name: 'QuickBooks',
  category: 'accounting',
  monogram: 'Qu',
  hue: 255,
  variables: [
    // The company is named nowhere else.
    {
      name: 'realm',
      label: 'Company id',
      kind: 'path',
      from: 'callback',
      pattern: /\d{1,30}/,
      at: 'realmId',
      example: '123145678901234',
    },
  ],
  endpoints: {
    authorize: 'https://appcenter.intuit.com/connect/oauth2',
    token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    revoke: { url: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke', carries: 'json', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['openid', 'email'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    // The refresh token changes about once a day; the one before stays valid for 24 hours.
    rotation: 'rotates-old-stays-valid',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 8_640_000,
  },
  account: {
    url: 'https://accounts.platform.intuit.com/v1/openid_connect/userinfo',
    identity: ['{realm}', 'sub'],
    label: ['email'],
  },
  api: {
    hosts: ['quickbooks.api.intuit.com', 'sandbox-quickbooks.api.intuit.com'],
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    email: ['see your e-mail address', 'low'],
  },
  consoleUrl: 'https://developer.intuit.com/app/developer/dashboard',
  settingsUrl: 'https://appcenter.intuit.com/app/connect',
  setup: [
    'Register an app for OAuth at QuickBooks.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
