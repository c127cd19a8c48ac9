import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'quickbooks',
  name: 'QuickBooks',
  category: 'accounting',
  monogram: 'Qb',
  hue: 114,
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
    // Tokens of development keys are unknown to the other host.
    {
      name: 'accounts',
      label: 'accounts.platform.intuit.com, or sandbox-accounts.platform.intuit.com for development keys',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('accounts.platform.intuit.com', 'sandbox-accounts.platform.intuit.com'),
      default: 'accounts.platform.intuit.com',
    },
  ],
  endpoints: {
    authorize: 'https://appcenter.intuit.com/connect/oauth2',
    token: 'https://oauth.platform.intuit.com/oauth2/v1/tokens/bearer',
    revoke: {
      url: 'https://developer.api.intuit.com/v2/oauth2/tokens/revoke',
      carries: 'json',
      // Disconnects the app from the company.
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['openid', 'email'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    // The refresh token changes about once a day, and the one before stays valid for 24 hours only.
    rotation: 'single-use',
    graceSeconds: 86_400,
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 8_640_000,
  },
  account: {
    url: 'https://{accounts}/v1/openid_connect/userinfo',
    identity: ['{realm}', 'sub'],
    label: ['email', '{realm}'],
    name: ['givenName'],
  },
  api: {
    hosts: [
      'quickbooks.api.intuit.com',
      'sandbox-quickbooks.api.intuit.com',
      // Payments.
      'api.intuit.com',
      'sandbox.api.intuit.com',
    ],
  },
  scopes: {
    openid: ['know which Intuit account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    profile: ['see your name', 'low'],
    phone: ['see your phone number', 'medium'],
    address: ['see your postal address', 'medium'],
    'com.intuit.quickbooks.accounting': ['read and change your company’s books', 'high'],
    'com.intuit.quickbooks.payment': ['take payments for your company', 'high'],
  },
  consoleUrl: 'https://developer.intuit.com/app/developer/dashboard',
  settingsUrl: 'https://appcenter.intuit.com/app/connect',
  setup: [
    'Create an app in a workspace of Intuit’s developer dashboard and choose the scopes that you configure here.',
    'Under "Keys and credentials" add the callback URL shown here to the redirect URIs; those for production must be https.',
    'Take the client id and the client secret. Development keys reach sandbox companies only: set the variable `accounts` for them.',
    'For production keys fill in the app’s details and Intuit’s compliance questionnaire.',
  ],
});
