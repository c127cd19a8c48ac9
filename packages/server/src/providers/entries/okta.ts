import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'okta',
  name: 'Okta',
  category: 'iam',
  monogram: 'Ok',
  hue: 110,
  variables: [
    {
      name: 'domain',
      label: 'Domain of your Okta org',
      kind: 'host',
      from: 'operator',
      pattern: /[a-z0-9.-]+/,
      example: 'acme.okta.com',
    },
  ],
  endpoints: {
    authorize: 'https://{domain}/oauth2/v1/authorize',
    token: 'https://{domain}/oauth2/v1/token',
    revoke: { url: 'https://{domain}/oauth2/v1/revoke', scope: 'client_user' },
    introspect: 'https://{domain}/oauth2/v1/introspect',
  },
  authorize: {
    identityScopes: ['openid', 'email', 'offline_access'],
    offline: 'scope offline_access',
    pkceSupport: 'supported',
  },
  refresh: {
    // Rotation is a setting of the app, with a grace of up to 60 s: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://{domain}/oauth2/v1/userinfo',
    identity: ['sub'],
    label: ['email'],
  },
  api: {
    hosts: ['{domain}'],
    rateLimit: { resetAt: 'x-rate-limit-reset' },
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developer.okta.com/login/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Okta.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
