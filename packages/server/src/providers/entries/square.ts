import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'square',
  name: 'Square',
  category: 'payment',
  monogram: 'Sq',
  hue: 160,
  variables: [
    {
      name: 'connect',
      label: 'connect.squareup.com, or connect.squareupsandbox.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('connect.squareup.com', 'connect.squareupsandbox.com'),
      default: 'connect.squareup.com',
    },
  ],
  endpoints: {
    authorize: 'https://{connect}/oauth2/authorize',
    token: 'https://{connect}/oauth2/token',
    revoke: {
      url: 'https://{connect}/oauth2/revoke',
      auth: 'client-header',
      carries: 'json',
      field: 'access_token',
      token: 'access',
      scope: 'token',
    },
    introspect: 'https://{connect}/oauth2/token/status',
  },
  authorize: {
    query: { session: 'false' },
    identityScopes: ['MERCHANT_PROFILE_READ'],
    pkceSupport: 'supported',
    pkceOffBecause: 'its PKCE flow gives single-use refresh tokens of 90 days instead of static ones',
  },
  token: { body: 'json' },
  refresh: {
    // The answer has `expires_at`, a date, and no `expires_in`.
    accessTtlSeconds: 2_592_000,
  },
  account: {
    url: 'https://{connect}/v2/merchants/me',
    identity: ['merchant.id'],
    label: ['merchant.business_name'],
  },
  api: {
    hosts: ['{connect}'],
  },
  scopes: {
    MERCHANT_PROFILE_READ: ['see the name of your business', 'low'],
  },
  consoleUrl: 'https://developer.squareup.com/apps',
  settingsUrl: 'https://app.squareup.com/dashboard/apps/my-applications',
  setup: [
    'Register an app for OAuth at Square.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
