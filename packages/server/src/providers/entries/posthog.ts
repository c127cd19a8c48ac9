import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'posthog',
  name: 'PostHog',
  category: 'analytics',
  monogram: 'Ph',
  hue: 19,
  variables: [
    // Not oauth.posthog.com, which finds the region itself: its answers do not say which, and the API is the region's.
    {
      name: 'host',
      label: 'us.posthog.com or eu.posthog.com',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('us.posthog.com', 'eu.posthog.com'),
      default: 'us.posthog.com',
    },
  ],
  endpoints: {
    authorize: 'https://{host}/oauth/authorize/',
    token: 'https://{host}/oauth/token/',
    // The vendor does not say how far it reaches.
    revoke: { url: 'https://{host}/oauth/revoke/', scope: 'client_user' },
    introspect: 'https://{host}/oauth/introspect/',
    // One registers clients, the other makes keys that live on.
    closed: ['https://{host}/oauth/register/', 'https://{host}/api/personal_api_keys/'],
  },
  authorize: {
    identityScopes: ['user:read'],
    pkceSupport: 'required',
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 36_000 },
  account: {
    url: 'https://{host}/api/users/@me/',
    identity: ['uuid'],
    label: ['email', 'uuid'],
    name: ['first_name'],
  },
  api: {
    hosts: ['{host}'],
  },
  scopes: {
    'user:read': ['see your name and e-mail address', 'low'],
    'organization:read': ['see your organization', 'low'],
    'project:read': ['see your projects', 'low'],
    'query:read': ['read all data that was collected in your projects', 'high'],
    'insight:read': ['read your insights', 'medium'],
    'insight:write': ['create, change and delete insights', 'high'],
    'dashboard:read': ['read your dashboards', 'medium'],
    'dashboard:write': ['create, change and delete dashboards', 'high'],
    'feature_flag:read': ['see your feature flags', 'low'],
    'feature_flag:write': ['switch features on and off for your users', 'high'],
    'experiment:read': ['read your experiments', 'medium'],
    'experiment:write': ['create, start and stop experiments', 'high'],
    'survey:read': ['read your surveys and their answers', 'medium'],
    'survey:write': ['create, change and delete surveys', 'high'],
    'error_tracking:read': ['read errors of your products', 'medium'],
    'event_definition:read': ['see which events are collected', 'low'],
    'action:read': ['see your actions', 'low'],
  },
  consoleUrl: 'https://us.posthog.com/settings/organization-oauth-apps',
  settingsUrl: null,
  setup: [
    'Open "OAuth apps" in the settings of your PostHog organization and create an app; where there is no such page, ask PostHog for one.',
    'Enter the callback URL shown here as a redirect URI (https only).',
    'Take the client id and the client secret. An app is of one region: for Europe set the variable `host`.',
  ],
  verifyBeforeRelease: true,
});
