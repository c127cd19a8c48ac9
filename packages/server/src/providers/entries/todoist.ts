import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'todoist',
  name: 'Todoist',
  category: 'productivity',
  monogram: 'To',
  hue: 265,
  endpoints: {
    authorize: 'https://todoist.com/oauth/authorize',
    token: 'https://todoist.com/oauth/access_token',
    revoke: {
      url: 'https://api.todoist.com/api/v1/access_tokens',
      method: 'DELETE',
      field: 'access_token',
      token: 'access',
      scope: 'client_user',
    },
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['data:read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.todoist.com/api/v1/user',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.todoist.com'],
  },
  scopes: {
    'data:read': ['read your tasks and projects', 'medium'],
  },
  consoleUrl: 'https://developer.todoist.com/appconsole.html',
  settingsUrl: 'https://app.todoist.com/app/settings/integrations',
  setup: [
    'Register an app for OAuth at Todoist.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
