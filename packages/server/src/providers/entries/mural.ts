import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'mural',
  name: 'Mural',
  category: 'design',
  monogram: 'Mu',
  hue: 70,
  endpoints: {
    authorize: 'https://app.mural.co/api/public/v1/authorization/oauth2',
    token: 'https://app.mural.co/api/public/v1/authorization/oauth2/token',
  },
  authorize: {
    identityScopes: ['identity:read'],
    pkceSafeToSend: true,
  },
  refresh: {
    accessTtlSeconds: 900,
  },
  account: {
    url: 'https://app.mural.co/api/public/v1/users/me',
    identity: ['value.id'],
    label: ['value.email'],
  },
  api: {
    hosts: ['app.mural.co'],
  },
  scopes: {
    'identity:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://app.mural.co/me/apps',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Mural.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
