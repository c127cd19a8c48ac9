import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'netsuite',
  name: 'NetSuite',
  category: 'erp',
  monogram: 'Ns',
  hue: 199,
  variables: [
    {
      name: 'account',
      label: 'Account id in small letters, - for _',
      kind: 'label',
      from: 'operator',
      pattern: /[a-z0-9][a-z0-9-]*/,
      suffix: '.netsuite.com',
      example: '1234567-sb1',
    },
    // Who connected is said by the callback and nowhere else.
    {
      name: 'entity',
      label: 'Who connected',
      kind: 'path',
      from: 'callback',
      pattern: /\d{1,20}/,
      at: 'entity',
      example: '4321',
    },
    {
      name: 'company',
      label: 'Account that was chosen',
      kind: 'path',
      from: 'callback',
      pattern: /[A-Za-z0-9_]{1,40}/,
      at: 'company',
      example: '1234567_SB1',
    },
    {
      name: 'role',
      label: 'Role that was chosen',
      kind: 'path',
      from: 'callback',
      pattern: /\d{1,20}/,
      at: 'role',
      optional: true,
      example: '3',
    },
  ],
  endpoints: {
    authorize: 'https://{account}.app.netsuite.com/app/login/oauth2/authorize.nl',
    token: 'https://{account}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token',
    revoke: {
      url: 'https://{account}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    closed: [
      'https://{account}.restlets.api.netsuite.com/services/rest/auth/oauth2/v1/token',
      'https://{account}.restlets.api.netsuite.com/services/rest/auth/oauth2/v1/revoke',
    ],
  },
  authorize: {
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  // With a public client each works once, with a secret the same one comes back: the operator chooses that at the vendor, so
  // it is read as single-use. Its week is not made longer by use.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 604_800 },
  accountInToken: { identity: ['{company}', '{entity}'], label: ['{company}'] },
  api: {
    hosts: ['{account}.suitetalk.api.netsuite.com', '{account}.restlets.api.netsuite.com'],
  },
  scopes: {
    rest_webservices: ['read and change records with your role’s rights', 'high'],
    restlets: ['run your company’s own scripts with your role’s rights', 'high'],
    suite_analytics: ['read everything that your role may report on', 'high'],
  },
  consoleUrl: 'https://system.netsuite.com/',
  settingsUrl: null,
  setup: [
    'As an administrator switch on "OAuth 2.0" and "REST web services" under "Setup", "Company", "Enable Features", "SuiteCloud".',
    'Under "Setup", "Integration", "Manage Integrations" create a new integration with "Authorization Code Grant" and the scopes that you configure here; at least one is needed.',
    'Enter the callback URL shown here as its redirect URI, save, and take the client id and client secret, which are shown a single time.',
    'Set the variable `account`: sandbox 1234567_SB1 is written 1234567-sb1. Each account needs a config of its own.',
    'People who connect need a role with "Log in using OAuth 2.0 Access Tokens", and connect again when the refresh token ends, after a week.',
  ],
});
