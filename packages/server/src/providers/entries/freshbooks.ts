import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'freshbooks',
  name: 'FreshBooks',
  category: 'accounting',
  monogram: 'Fr',
  hue: 20,
  endpoints: {
    authorize: 'https://auth.freshbooks.com/oauth/authorize',
    token: 'https://api.freshbooks.com/auth/oauth/token',
    revoke: { url: 'https://api.freshbooks.com/auth/oauth/revoke', carries: 'json', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['user:profile:read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { body: 'json' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 43_200,
  },
  account: {
    url: 'https://api.freshbooks.com/auth/api/v1/users/me',
    identity: ['response.id'],
    label: ['response.email'],
  },
  api: {
    hosts: ['api.freshbooks.com'],
  },
  scopes: {
    'user:profile:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://my.freshbooks.com/#/developer',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at FreshBooks.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
