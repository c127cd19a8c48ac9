import { defineProvider } from '../define-provider.ts';
import { oneOf, underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'salesforce',
  name: 'Salesforce',
  category: 'crm',
  monogram: 'Sa',
  hue: 45,
  variables: [
    {
      name: 'login',
      label: 'login.salesforce.com, test.salesforce.com, or your My Domain',
      kind: 'host',
      from: 'operator',
      pattern: new RegExp(
        `${oneOf('login.salesforce.com', 'test.salesforce.com').source}|${underSuffix('.my.salesforce.com').source}`,
      ),
      default: 'login.salesforce.com',
    },
    {
      name: 'instance',
      label: 'Host of the org',
      kind: 'host',
      from: 'token',
      pattern: underSuffix('.my.salesforce.com', '.salesforce.com', '.cloudforce.com'),
      at: 'instance_url',
      example: 'https://acme.my.salesforce.com',
    },
  ],
  endpoints: {
    authorize: 'https://{login}/services/oauth2/authorize',
    token: 'https://{login}/services/oauth2/token',
    revoke: { url: 'https://{login}/services/oauth2/revoke', scope: 'client_user' },
    introspect: 'https://{login}/services/oauth2/introspect',
  },
  authorize: {
    query: { prompt: 'consent' },
    identityScopes: ['openid', 'refresh_token'],
    offline: 'the scope refresh_token',
    pkceSupport: 'supported',
  },
  refresh: {
    // The answer never says how long a token lives: the session policy of the org does (2 hours unless changed).
    // An admin may switch rotation on, and then a replay ends the family: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://{login}/services/oauth2/userinfo',
    identity: ['organization_id', 'user_id'],
    label: ['preferred_username', 'email'],
    name: ['name'],
  },
  api: {
    hosts: ['{instance}'],
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    refresh_token: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://login.salesforce.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Salesforce.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
