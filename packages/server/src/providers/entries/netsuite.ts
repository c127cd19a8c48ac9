import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'netsuite',
  name: 'NetSuite',
  category: 'erp',
  monogram: 'Ne',
  hue: 20,
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
  ],
  endpoints: {
    authorize: 'https://{account}.app.netsuite.com/app/login/oauth2/authorize.nl',
    token: 'https://{account}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/token',
    revoke: {
      url: 'https://{account}.suitetalk.api.netsuite.com/services/rest/auth/oauth2/v1/revoke',
      scope: 'client_user',
    },
  },
  authorize: {
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 604_800,
  },
  accountInToken: { identity: ['{company}', '{entity}'], label: ['{company}'] },
  api: {
    hosts: ['{account}.suitetalk.api.netsuite.com'],
  },
  consoleUrl: 'https://system.netsuite.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at NetSuite.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
