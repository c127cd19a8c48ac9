import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'asana',
  name: 'Asana',
  category: 'productivity',
  monogram: 'As',
  hue: 0,
  endpoints: {
    authorize: 'https://app.asana.com/-/oauth_authorize',
    token: 'https://app.asana.com/-/oauth_token',
    revoke: { url: 'https://app.asana.com/-/oauth_revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['default'],
    pkceSupport: 'supported',
  },
  refresh: {
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://app.asana.com/api/1.0/users/me',
    identity: ['data.gid'],
    label: ['data.email'],
  },
  api: {
    hosts: ['app.asana.com'],
  },
  scopes: {
    default: ['see, change and delete everything you can in Asana', 'high'],
  },
  consoleUrl: 'https://app.asana.com/0/my-apps',
  settingsUrl: 'https://app.asana.com/0/my-profile-settings/apps',
  setup: [
    'Register an app for OAuth at Asana.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
