import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'typeform',
  name: 'Typeform',
  category: 'surveys',
  monogram: 'Ty',
  hue: 40,
  endpoints: {
    authorize: 'https://api.typeform.com/oauth/authorize',
    token: 'https://api.typeform.com/oauth/token',
  },
  authorize: {
    identityScopes: ['accounts:read', 'offline'],
    offline: 'scope offline',
    pkceSupport: 'unsupported',
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 604_800,
  },
  account: {
    url: 'https://api.typeform.com/me',
    identity: ['user_id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.typeform.com', 'api.eu.typeform.com'],
  },
  scopes: {
    'accounts:read': ['see the name of your account', 'low'],
    offline: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://admin.typeform.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Typeform.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
