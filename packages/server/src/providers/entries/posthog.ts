import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'posthog',
  name: 'PostHog',
  category: 'analytics',
  monogram: 'Po',
  hue: 135,
  variables: [
    {
      name: 'host',
      label: 'us.posthog.com, eu.posthog.com, or oauth.posthog.com',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('us.posthog.com', 'eu.posthog.com'),
      default: 'us.posthog.com',
    },
  ],
  endpoints: {
    authorize: 'https://{host}/oauth/authorize/',
    token: 'https://{host}/oauth/token/',
    revoke: { url: 'https://{host}/oauth/revoke/', scope: 'client_user' },
    introspect: 'https://{host}/oauth/introspect/',
  },
  authorize: {
    identityScopes: ['user:read'],
    pkceSupport: 'required',
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 36_000,
  },
  account: {
    url: 'https://{host}/api/users/@me/',
    identity: ['uuid'],
    label: ['email'],
  },
  api: {
    hosts: ['{host}'],
  },
  scopes: {
    'user:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://us.posthog.com/settings/organization-oauth-apps',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at PostHog.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
