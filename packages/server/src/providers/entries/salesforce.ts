import { defineProvider } from '../define-provider.ts';
import { oneOf, underSuffix } from '../patterns.ts';
import type { TokenErrorClass } from '../provider.ts';

const errorClasses: ReadonlyMap<string, TokenErrorClass> = new Map([
  ['inactive_user', 'permanent'],
  ['inactive_org', 'permanent'],
  // The org's admin has not let this person use the app.
  ['invalid_app_access', 'permanent'],
  ['invalid_client_id', 'configuration'],
  ['redirect_uri_mismatch', 'configuration'],
  // Too many logins in an hour.
  ['rate_limit_exceeded', 'transient'],
]);

export default defineProvider({
  id: 'salesforce',
  name: 'Salesforce',
  category: 'crm',
  monogram: 'Sf',
  hue: 199,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Switch "Enable Client Credentials Flow" on, choose the user that the app runs as, and set the variable `login` to the org’s My Domain.',
    },
  },
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
    revoke: {
      url: 'https://{login}/services/oauth2/revoke',
      // Ends the refresh token and the access tokens that came from it.
      scope: 'token',
    },
    introspect: 'https://{login}/services/oauth2/introspect',
    // An org's own host, which is the API's, has all of these as well, and pages that turn a token into a browser session.
    closed: [
      'https://{instance}/services/oauth2/authorize',
      'https://{instance}/services/oauth2/token',
      'https://{instance}/services/oauth2/revoke',
      'https://{instance}/services/oauth2/introspect',
      'https://{instance}/services/oauth2/register',
      'https://{instance}/services/oauth2/singleaccess',
      'https://{instance}/secur/frontdoor.jsp',
    ],
  },
  authorize: {
    query: { prompt: 'consent' },
    identityScopes: ['openid', 'refresh_token'],
    offline: 'the scope refresh_token',
    // Some orgs demand it.
    pkceSupport: 'supported',
    switchAccount: { prompt: 'login consent' },
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
    label: ['preferred_username', 'email', 'user_id'],
    name: ['name'],
  },
  api: {
    hosts: ['{instance}'],
    // The answer is a list of errors.
    rateLimit: { inBody: { status: 403, path: '0.errorCode', values: ['REQUEST_LIMIT_EXCEEDED'] } },
  },
  scopes: {
    openid: ['know which Salesforce account it is', 'low'],
    refresh_token: ['stay connected when you are away', 'low'],
    id: ['see your profile', 'low'],
    profile: ['see your name and picture', 'low'],
    email: ['see your e-mail address', 'low'],
    api: ['read and change all records that you can', 'high'],
    full: ['do everything you can do in Salesforce', 'high'],
    web: ['open Salesforce in a browser as you', 'high'],
    chatter_api: ['read and write in Chatter as you', 'high'],
    custom_permissions: ['see which custom permissions you have', 'low'],
    wave_api: ['read and change your analytics', 'high'],
    cdp_query_api: ['read your customer data in Data Cloud', 'high'],
    pardot_api: ['read and change your marketing in Account Engagement', 'high'],
  },
  consoleUrl: 'https://login.salesforce.com/',
  settingsUrl: null,
  setup: [
    'In "Setup" open "External Client App Manager" (or "App Manager" for a connected app), create an app, and enable OAuth.',
    'Enter the callback URL shown here and select openid, refresh_token and the scopes that you configure here.',
    'Take the consumer key (client id) and the consumer secret from "Settings", "OAuth Settings". New apps take some minutes to work.',
    'For sandboxes set the variable `login` to test.salesforce.com, for an org that demands its own login page to its My Domain.',
    'An org may refuse apps that its admin has not installed, and may limit sessions. Of one person and app the last five connections live.',
  ],
  verifyBeforeRelease: true,
  hooks: { errorClass: (error) => errorClasses.get(error) ?? null },
});
