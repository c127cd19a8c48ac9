import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'procore',
  name: 'Procore',
  category: 'erp',
  monogram: 'Pc',
  hue: 19,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Add the component "Data Connector" with service account authentication; a company’s admin gives the account its permissions when they install it.',
    },
  },
  variables: [
    // Each environment has people, keys and hosts of its own.
    {
      name: 'login',
      label: 'login.procore.com, or login-sandbox.procore.com for the development sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('login.procore.com', 'login-sandbox.procore.com', 'login-sandbox-monthly.procore.com'),
      default: 'login.procore.com',
    },
    {
      name: 'api',
      label: 'api.procore.com, or sandbox.procore.com for the development sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.procore.com', 'sandbox.procore.com', 'api-monthly.procore.com'),
      default: 'api.procore.com',
    },
    {
      name: 'company',
      label: 'Company',
      kind: 'path',
      from: 'places',
      pattern: /\d{1,20}/,
      at: 'id',
      example: '8089',
      optional: true,
    },
  ],
  endpoints: {
    authorize: 'https://{login}/oauth/authorize',
    token: 'https://{login}/oauth/token',
    revoke: {
      // Ends the access token and its refresh token; of other grants nothing is said.
      url: 'https://{login}/oauth/revoke',
      scope: 'client_user',
    },
    introspect: 'https://{login}/oauth/token/info',
    // The API's host has the same paths.
    closed: ['https://{api}/oauth/token', 'https://{api}/oauth/revoke', 'https://{api}/oauth/token/info'],
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 5400 },
  account: {
    url: 'https://{api}/rest/v1.0/me',
    identity: ['id'],
    label: ['login', 'name', 'id'],
    name: ['name'],
  },
  api: {
    hosts: ['{api}'],
    // Without it a call does not find the region that the company's data is in.
    defaultHeaders: { 'procore-company-id': '{company}' },
    places: { url: 'https://{api}/rest/v1.0/companies', name: 'name' },
    rateLimit: { remaining: 'x-rate-limit-remaining', resetAt: 'x-rate-limit-reset' },
  },
  noScopes: 'There are none: an app may do whatever the person may, in companies that installed it.',
  consoleUrl: 'https://developers.procore.com/',
  settingsUrl: null,
  setup: [
    'Create an app in the developer portal and add the component "Data Connector" with user-level authentication.',
    'Under "OAuth Credentials" add the callback URL shown here as a redirect URI, and take the client id and client secret.',
    'Those of the sandbox work at once: set the variables `login` and `api` for them. Others come when you promote a version to production.',
    'A company’s admin has to install the app before people can connect.',
    'The grant lists the companies as `places`. Of a single one the header Procore-Company-Id is added; with several, calls bring it.',
  ],
});
