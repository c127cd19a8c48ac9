import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'auth0',
  name: 'Auth0',
  category: 'iam',
  monogram: 'Au',
  hue: 95,
  variables: [
    {
      name: 'domain',
      label: 'Domain of your Auth0 tenant',
      kind: 'host',
      from: 'operator',
      pattern: /[a-z0-9.-]+/,
      example: 'acme.eu.auth0.com',
    },
  ],
  endpoints: {
    authorize: 'https://{domain}/authorize',
    token: 'https://{domain}/oauth/token',
    revoke: { url: 'https://{domain}/oauth/revoke', scope: 'token' },
  },
  authorize: {
    identityScopes: ['openid', 'email', 'offline_access'],
    offline: 'scope offline_access',
    pkceSupport: 'supported',
  },
  refresh: {
    // Rotation and its leeway are settings of the app: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 86_400,
  },
  account: {
    url: 'https://{domain}/userinfo',
    identity: ['sub'],
    label: ['email'],
  },
  api: {
    hosts: ['{domain}'],
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://manage.auth0.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Auth0.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
