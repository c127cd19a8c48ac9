import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'snowflake',
  name: 'Snowflake',
  category: 'analytics',
  monogram: 'Sf',
  hue: 195,
  variables: [
    {
      name: 'account',
      label: 'Account identifier (organization-account)',
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
    closed: [
      // What drivers sign in with: they trade a token for one of a session.
      'https://{account}.snowflakecomputing.com/session/v1/login-request',
      'https://{account}.snowflakecomputing.com/session/token-request',
      'https://{account}.snowflakecomputing.com/session/authenticator-request',
    ],
  },
  authorize: {
    identityScopes: ['refresh_token'],
    offline: 'the scope refresh_token',
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'static',
    accessTtlSeconds: 600,
    refreshTtlSeconds: 7_776_000,
  },
  // One account has one user of a name.
  accountInToken: { identity: ['{account}', 'username'], label: ['username'] },
  api: {
    hosts: ['{account}.snowflakecomputing.com'],
    defaultHeaders: { 'x-snowflake-authorization-token-type': 'OAUTH' },
  },
  // Without a role the token acts in the person's default role. Other roles are written the same way.
  scopes: {
    refresh_token: ['stay connected when you are away', 'low'],
    'session:role:PUBLIC': ['use Snowflake in the role that everybody has', 'medium'],
  },
  consoleUrl: 'https://app.snowflake.com/',
  settingsUrl: null,
  setup: [
    "As an account administrator run CREATE SECURITY INTEGRATION with TYPE = OAUTH, OAUTH_CLIENT = CUSTOM and OAUTH_CLIENT_TYPE = 'CONFIDENTIAL'.",
    'In it set OAUTH_REDIRECT_URI to the callback URL shown here and OAUTH_ISSUE_REFRESH_TOKENS to TRUE; how long those live is OAUTH_REFRESH_TOKEN_VALIDITY.',
    'Run SYSTEM$SHOW_OAUTH_CLIENT_SECRETS with the name of the integration in capitals, and take the client id and the client secret.',
    'Set the variable `account` to the organization and account name. Administrators’ roles are blocked for such apps unless an administrator unblocks them.',
  ],
});
