import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'snowflake',
  name: 'Snowflake',
  category: 'analytics',
  monogram: 'Sn',
  hue: 250,
  variables: [
    {
      name: 'account',
      label: 'Account identifier',
      kind: 'label',
      from: 'operator',
      pattern: /[a-z0-9][a-z0-9-]*/,
      suffix: '.snowflakecomputing.com',
      example: 'acme-eu1',
    },
  ],
  endpoints: {
    authorize: 'https://{account}.snowflakecomputing.com/oauth/authorize',
    token: 'https://{account}.snowflakecomputing.com/oauth/token-request',
  },
  authorize: {
    identityScopes: ['refresh_token'],
    offline: 'the scope refresh_token',
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 600,
    refreshTtlSeconds: 7_776_000,
  },
  // One account has one user of a name.
  accountInToken: { identity: ['{account}', 'username'], label: ['username'] },
  api: {
    hosts: ['{account}.snowflakecomputing.com'],
    defaultHeaders: { 'x-snowflake-authorization-token-type': 'OAUTH' },
  },
  scopes: {
    refresh_token: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://app.snowflake.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Snowflake.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
