import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'servicenow',
  name: 'ServiceNow',
  category: 'ticketing',
  monogram: 'Sn',
  hue: 110,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'As an administrator set glide.oauth.inbound.client.credential.grant_type.enabled to true, and choose the "OAuth Application User" of the registered app.',
    },
  },
  variables: [
    {
      name: 'instance',
      label: 'Name of the instance',
      kind: 'label',
      from: 'operator',
      pattern: /[a-z0-9][a-z0-9-]*/,
      suffix: '.service-now.com',
      example: 'acme',
    },
  ],
  endpoints: {
    authorize: 'https://{instance}.service-now.com/oauth_auth.do',
    token: 'https://{instance}.service-now.com/oauth_token.do',
    revoke: {
      // Whoever has the token may end it: the vendor asks for nothing else.
      url: 'https://{instance}.service-now.com/oauth_revoke_token.do?token={token}',
      method: 'GET',
      auth: 'none',
      carries: 'path',
      token: 'either',
      // How far it reaches differs between releases.
      scope: 'client_user',
    },
    closed: [
      'https://{instance}.service-now.com/oauth_revoke.do',
      // The tables of tokens and of clients with their secrets.
      'https://{instance}.service-now.com/api/now/table/oauth_credential',
      'https://{instance}.service-now.com/api/now/table/oauth_credential/{row}',
      'https://{instance}.service-now.com/api/now/{version}/table/oauth_credential',
      'https://{instance}.service-now.com/api/now/{version}/table/oauth_credential/{row}',
      'https://{instance}.service-now.com/api/now/table/oauth_entity',
      'https://{instance}.service-now.com/api/now/table/oauth_entity/{row}',
      'https://{instance}.service-now.com/api/now/{version}/table/oauth_entity',
      'https://{instance}.service-now.com/api/now/{version}/table/oauth_entity/{row}',
    ],
  },
  authorize: {
    pkceSupport: 'supported',
  },
  refresh: {
    // Both lives are settings of the registered app; these are what it starts with.
    rotation: 'static',
    accessTtlSeconds: 1800,
    refreshTtlSeconds: 8_640_000,
  },
  account: {
    url: 'https://{instance}.service-now.com/api/now/ui/user/current_user',
    // A test instance is a copy: its people have the ids of the original.
    identity: ['{instance}', 'result.user_sys_id'],
    label: ['result.user_name'],
    name: ['result.user_display_name'],
  },
  api: {
    hosts: ['{instance}.service-now.com'],
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  // What an app may do is set on the instance; this is the scope that every instance has.
  scopes: {
    useraccount: ['do everything you can do in ServiceNow', 'high'],
  },
  consoleUrl: 'https://developer.servicenow.com/',
  settingsUrl: null,
  setup: [
    'On the instance, as an administrator, open "System OAuth" and "Application Registry", choose "New" and then "Create an OAuth API endpoint for external clients".',
    'Enter the callback URL shown here as the redirect URL. Set how long refresh tokens live; 100 days unless changed.',
    'Take the client id and the client secret, which the instance makes when the record is saved, and set the variable `instance` to the name before .service-now.com.',
    'To give an app less than the whole account, link an auth scope to it there and configure that scope here.',
  ],
  verifyBeforeRelease: true,
});
