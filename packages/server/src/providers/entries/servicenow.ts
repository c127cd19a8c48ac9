import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'servicenow',
  name: 'ServiceNow',
  category: 'ticketing',
  monogram: 'Se',
  hue: 20,
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
      url: 'https://{instance}.service-now.com/oauth_revoke.do?token={token}',
      method: 'GET',
      auth: 'none',
      carries: 'path',
      scope: 'token',
    },
  },
  authorize: {
    pkceSupport: 'supported',
  },
  refresh: {
    accessTtlSeconds: 1800,
    refreshTtlSeconds: 8_640_000,
  },
  account: {
    url: 'https://{instance}.service-now.com/api/now/ui/user/current_user',
    identity: ['result.user_sys_id'],
    label: ['result.user_name'],
  },
  api: {
    hosts: ['{instance}.service-now.com'],
  },
  consoleUrl: 'https://developer.servicenow.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at ServiceNow.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
