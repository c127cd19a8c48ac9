import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'pagerduty',
  name: 'PagerDuty',
  category: 'dev-tools',
  monogram: 'Pa',
  hue: 90,
  endpoints: {
    authorize: 'https://identity.pagerduty.com/oauth/authorize',
    token: 'https://identity.pagerduty.com/oauth/token',
    revoke: { url: 'https://identity.pagerduty.com/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['users.read'],
    pkceSupport: 'supported',
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 86_400,
  },
  account: {
    url: 'https://api.pagerduty.com/users/me',
    identity: ['user.id'],
    label: ['user.email'],
  },
  api: {
    hosts: ['api.pagerduty.com', 'api.eu.pagerduty.com'],
    defaultHeaders: { accept: 'application/vnd.pagerduty+json;version=2' },
    rateLimit: { resetAt: 'ratelimit-reset' },
  },
  scopes: {
    'users.read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://developer.pagerduty.com/docs/app-integration-development',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at PagerDuty.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
