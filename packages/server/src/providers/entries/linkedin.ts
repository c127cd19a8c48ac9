import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'linkedin',
  name: 'LinkedIn',
  category: 'social',
  monogram: 'Li',
  hue: 335,
  endpoints: {
    authorize: 'https://www.linkedin.com/oauth/v2/authorization',
    token: 'https://www.linkedin.com/oauth/v2/accessToken',
    revoke: { url: 'https://www.linkedin.com/oauth/v2/revoke', scope: 'client_user' },
    introspect: 'https://www.linkedin.com/oauth/v2/introspectToken',
  },
  authorize: {
    identityScopes: ['openid', 'profile', 'email'],
    pkceSupport: 'unsupported',
  },
  refresh: {
    // Most apps get no refresh token: people connect again after 60 days.
    accessTtlSeconds: 5_184_000,
    refreshTtlSeconds: 31_536_000,
  },
  account: {
    url: 'https://api.linkedin.com/v2/userinfo',
    identity: ['sub'],
    label: ['email'],
    name: ['name'],
  },
  api: {
    hosts: ['api.linkedin.com'],
    defaultHeaders: { 'x-restli-protocol-version': '2.0.0' },
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    profile: ['see your name and picture', 'low'],
    email: ['see your e-mail address', 'low'],
  },
  consoleUrl: 'https://www.linkedin.com/developers/apps',
  settingsUrl: 'https://www.linkedin.com/mypreferences/d/data-sharing-for-permitted-services',
  setup: [
    'Register an app for OAuth at LinkedIn.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
