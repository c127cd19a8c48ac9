import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'sentry',
  name: 'Sentry',
  category: 'dev-tools',
  monogram: 'Se',
  hue: 262,
  variables: [
    {
      name: 'host',
      label: 'sentry.io, or the host of your own Sentry',
      kind: 'host',
      from: 'operator',
      pattern: /[a-z0-9.-]+(:\d{1,5})?/,
      default: 'sentry.io',
    },
  ],
  endpoints: {
    authorize: 'https://{host}/oauth/authorize/',
    token: 'https://{host}/oauth/token/',
    // Keys that live on: of the person, and of an installed integration.
    closed: [
      'https://{host}/api/0/api-tokens/',
      'https://{host}/api/0/sentry-app-installations/{installation}/authorizations/',
      'https://us.sentry.io/api/0/api-tokens/',
      'https://us.sentry.io/oauth/token/',
      'https://de.sentry.io/api/0/api-tokens/',
      'https://de.sentry.io/oauth/token/',
    ],
  },
  authorize: {
    identityScopes: ['openid', 'email'],
    pkceSupport: 'supported',
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 2_592_000 },
  account: {
    url: 'https://{host}/oauth/userinfo/',
    identity: ['sub'],
    label: ['email', 'sub'],
    name: ['name'],
  },
  api: {
    // Sentry's own service keeps an organization's data in one of two regions.
    hosts: ['{host}', 'us.sentry.io', 'de.sentry.io'],
    rateLimit: { remaining: 'x-sentry-rate-limit-remaining', resetAt: 'x-sentry-rate-limit-reset' },
  },
  scopes: {
    openid: ['know which Sentry account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    profile: ['see your name', 'low'],
    'org:read': ['see your organizations', 'low'],
    'org:write': ['change your organizations', 'high'],
    'org:admin': ['manage your organizations, and delete them', 'high'],
    'project:read': ['see your projects', 'low'],
    'project:write': ['change your projects', 'high'],
    'project:releases': ['create releases and upload source maps', 'medium'],
    'team:read': ['see your teams', 'low'],
    'team:write': ['change your teams', 'medium'],
    'member:read': ['see the people of your organizations', 'medium'],
    'event:read': ['read issues and events, with what your users did', 'high'],
    'event:write': ['change and resolve issues', 'medium'],
    'event:admin': ['delete issues', 'high'],
    'alerts:read': ['see your alert rules', 'low'],
    'alerts:write': ['change your alert rules', 'medium'],
  },
  consoleUrl: 'https://sentry.io/settings/account/api/applications/',
  settingsUrl: 'https://sentry.io/settings/account/authorizations/',
  setup: [
    'In your account settings open "API", "Applications" and create an application; a public integration is something else and does not fit here.',
    'Enter the callback URL shown here under "Authorized Redirect URIs" and save.',
    'Take the client id and the client secret. Scopes are chosen here, in the config.',
    'For a Sentry of your own set the variable `host` to its name; the callback URL is then another one.',
  ],
  verifyBeforeRelease: true,
});
