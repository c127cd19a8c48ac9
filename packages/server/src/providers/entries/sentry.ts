import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'sentry',
  name: 'Sentry',
  category: 'dev-tools',
  monogram: 'Se',
  hue: 65,
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
  },
  authorize: {
    identityScopes: ['openid', 'email'],
    pkceSupport: 'supported',
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 2_592_000,
  },
  account: {
    url: 'https://{host}/oauth/userinfo/',
    identity: ['sub'],
    label: ['email'],
  },
  api: {
    hosts: ['{host}'],
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    email: ['see your e-mail address', 'low'],
  },
  consoleUrl: 'https://sentry.io/settings/account/api/applications/',
  settingsUrl: 'https://sentry.io/settings/account/authorizations/',
  setup: [
    'Register an app for OAuth at Sentry.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
