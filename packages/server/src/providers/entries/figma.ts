import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'figma',
  name: 'Figma',
  category: 'design',
  monogram: 'Fi',
  hue: 120,
  endpoints: {
    authorize: 'https://www.figma.com/oauth',
    token: 'https://api.figma.com/v1/oauth/token',
    refresh: 'https://api.figma.com/v1/oauth/refresh',
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['current_user:read'],
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 7_776_000,
  },
  account: {
    url: 'https://api.figma.com/v1/me',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.figma.com'],
  },
  scopes: {
    'current_user:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://www.figma.com/developers/apps',
  settingsUrl: 'https://www.figma.com/settings',
  setup: [
    'Register an app for OAuth at Figma.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
