import { defineProvider } from '../define-provider.ts';
import { oneOf, underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'docusign',
  name: 'DocuSign',
  category: 'legal',
  monogram: 'Ds',
  hue: 258,
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
    // The tokens of before, and a page that can show a password for the API.
    closed: [
      'https://{base}/restapi/{version}/oauth2/token',
      'https://{base}/restapi/{version}/oauth2/revoke',
      'https://{base}/restapi/{version}/login_information',
    ],
  },
  authorize: {
    identityScopes: ['signature', 'extended'],
    offline: 'the scope extended, which renews the refresh token at each use',
    pkceSupport: 'supported',
    switchAccount: { prompt: 'login' },
  },
  token: { clientAuth: 'basic' },
  // Rolls only with the scope extended: read as single-use.
  refresh: { rotation: 'single-use', accessTtlSeconds: 28_800, refreshTtlSeconds: 2_592_000 },
  account: {
    url: 'https://{account}/oauth/userinfo',
    identity: ['sub'],
    label: ['email', 'sub'],
    name: ['name'],
  },
  api: {
    hosts: ['{base}'],
    rateLimit: {
      remaining: 'x-ratelimit-remaining',
      resetAt: 'x-ratelimit-reset',
      // Limits come as 400.
      inBody: {
        status: 400,
        path: 'errorCode',
        values: ['HOURLY_APIINVOCATION_LIMIT_EXCEEDED', 'BURST_APIINVOCATION_LIMIT_EXCEEDED'],
      },
    },
  },
  scopes: {
    signature: ['read your documents, and send and sign them as you', 'high'],
    extended: ['stay connected as long as it is used', 'low'],
    'click.manage': ['manage your click-through agreements', 'high'],
    'click.send': ['show your click-through agreements to others', 'medium'],
    organization_read: ['see your organizations', 'low'],
    group_read: ['see the groups of your organization', 'low'],
    user_read: ['see the users of your organization', 'medium'],
    user_write: ['add, change and close users of your organization', 'high'],
    account_read: ['see the accounts of your organization', 'medium'],
    openid: ['know which DocuSign account it is', 'low'],
  },
  consoleUrl: 'https://admindemo.docusign.com/apps-and-keys',
  settingsUrl: 'https://account.docusign.com/me/appconsent',
  setup: [
    'In a developer account, under "Apps and Keys", choose "Add App and Integration Key": the key is the client id.',
    'Choose "Authorization Code Grant", add a secret key, which is the client secret and shown once, and the callback URL shown here.',
    'While the app is only in the developer account, set `account` to account-d.docusign.com.',
    'Ask for go-live after twenty calls without a mistake; then take the key into your production account and make a secret key there.',
  ],
});
