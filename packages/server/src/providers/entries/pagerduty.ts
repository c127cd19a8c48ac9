import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'pagerduty',
  name: 'PagerDuty',
  category: 'dev-tools',
  monogram: 'Pd',
  hue: 138,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Configure scopes that begin with the account, as_account-<region>.<subdomain>, and ask for that one beside those of the API.',
    },
  },
  variables: [
    {
      // One authorization server for both service regions, but an API for each.
      name: 'api',
      label: 'API host of the service region',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.pagerduty.com', 'api.eu.pagerduty.com'),
      default: 'api.pagerduty.com',
    },
  ],
  endpoints: {
    authorize: 'https://identity.pagerduty.com/oauth/authorize',
    token: 'https://identity.pagerduty.com/oauth/token',
    // The vendor does not say how far it reaches.
    revoke: { url: 'https://identity.pagerduty.com/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['users.read'],
    pkceSupport: 'supported',
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 86_400 },
  account: {
    url: 'https://{api}/users/me',
    identity: ['user.id'],
    label: ['user.email', 'user.id'],
    name: ['user.name'],
  },
  api: {
    hosts: ['{api}'],
    defaultHeaders: { accept: 'application/vnd.pagerduty+json;version=2' },
    rateLimit: { remaining: 'ratelimit-remaining', resetIn: 'ratelimit-reset' },
  },
  scopes: {
    'users.read': ['see the users of your account', 'low'],
    'users.write': ['create, change and remove users', 'high'],
    'incidents.read': ['read incidents', 'medium'],
    'incidents.write': ['open, change and resolve incidents as you', 'high'],
    'services.read': ['see your services', 'low'],
    'services.write': ['create, change and delete services', 'high'],
    'oncalls.read': ['see who is on call', 'low'],
    'schedules.read': ['see on-call schedules', 'low'],
    'schedules.write': ['change on-call schedules', 'high'],
    'escalation_policies.read': ['see escalation policies', 'low'],
    'escalation_policies.write': ['change escalation policies', 'high'],
    'teams.read': ['see your teams', 'low'],
    'analytics.read': ['read how your teams respond, as statistics', 'medium'],
    'audit_records.read': ['read the audit log of your account', 'high'],
    'webhook_subscriptions.write': ['be told of changes as they happen', 'medium'],
  },
  consoleUrl: 'https://developer.pagerduty.com/docs/app-integration-development',
  settingsUrl: null,
  setup: [
    'As an admin open "Integrations", "App Registration" in PagerDuty and choose "New App", with OAuth 2.0 as its functionality.',
    'Choose "Scoped OAuth": apps with "Classic User OAuth" live at another server.',
    'Add the callback URL shown here as a redirect URL, and tick users.read and the scopes that you configure here.',
    'Register the app and take the client id and client secret, which is shown a single time. For accounts in Europe set the variable `api`.',
  ],
  verifyBeforeRelease: true,
});
