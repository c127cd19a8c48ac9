import { defineProvider } from '../define-provider.ts';
import { oneOf, underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'docusign',
  name: 'DocuSign',
  category: 'legal',
  monogram: 'Do',
  hue: 105,
  variables: [
    {
      name: 'account',
      label: 'account.docusign.com, or account-d.docusign.com for demo accounts',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('account.docusign.com', 'account-d.docusign.com'),
      default: 'account.docusign.com',
    },
    {
      name: 'base',
      label: 'API host of the account',
      kind: 'host',
      from: 'account',
      pattern: underSuffix('.docusign.net'),
      at: 'accounts.0.base_uri',
      example: 'https://eu.docusign.net',
    },
  ],
  endpoints: {
    authorize: 'https://{account}/oauth/auth',
    token: 'https://{account}/oauth/token',
  },
  authorize: {
    identityScopes: ['signature', 'extended'],
    offline: 'the scope extended',
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    // Rolls only with the scope extended: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 28_800,
    refreshTtlSeconds: 2_592_000,
  },
  account: {
    url: 'https://{account}/oauth/userinfo',
    identity: ['sub'],
    label: ['email'],
    name: ['name'],
  },
  api: {
    hosts: ['{base}'],
  },
  scopes: {
    signature: ['send and sign documents as you', 'high'],
    extended: ['stay connected as long as it is used', 'low'],
  },
  consoleUrl: 'https://admindemo.docusign.com/apps-and-keys',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at DocuSign.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
