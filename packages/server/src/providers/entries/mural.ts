import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'mural',
  name: 'Mural',
  category: 'design',
  monogram: 'Mu',
  hue: 355,
  endpoints: {
    authorize: 'https://app.mural.co/api/public/v1/authorization/oauth2',
    token: 'https://app.mural.co/api/public/v1/authorization/oauth2/token',
  },
  authorize: {
    identityScopes: ['identity:read'],
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'static', accessTtlSeconds: 900 },
  account: {
    url: 'https://app.mural.co/api/public/v1/users/me',
    identity: ['value.id'],
    label: ['value.email', 'value.id'],
    name: ['value.firstName'],
  },
  api: {
    hosts: ['app.mural.co'],
  },
  scopes: {
    'identity:read': ['see your name, picture and company', 'low'],
    'workspaces:read': ['see your workspaces', 'low'],
    'rooms:read': ['see your rooms', 'low'],
    'rooms:write': ['create, change and delete rooms', 'high'],
    'murals:read': ['read your murals', 'medium'],
    'murals:write': ['create and change murals', 'high'],
    'templates:read': ['see the templates of your workspace', 'low'],
    'templates:write': ['create and delete templates', 'medium'],
    'users:read': ['see who can open your murals', 'medium'],
  },
  consoleUrl: 'https://app.mural.co/me/apps',
  settingsUrl: null,
  setup: [
    'Under "My apps" of your Mural account choose "New app" and give it a name.',
    'Enter the callback URL shown here as a redirect URL, and tick identity:read and the scopes that you configure here.',
    'Take the client id and the client secret, which is shown a single time.',
  ],
  verifyBeforeRelease: true,
});
