import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'todoist',
  name: 'Todoist',
  category: 'productivity',
  monogram: 'To',
  hue: 6,
  endpoints: {
    authorize: 'https://todoist.com/oauth/authorize',
    token: 'https://api.todoist.com/oauth/access_token',
    revoke: {
      url: 'https://api.todoist.com/api/v1/revoke',
      auth: 'client-basic',
      carries: 'json',
      token: 'access',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    closed: [
      'https://api.todoist.com/oauth/register',
      'https://api.todoist.com/api/v1/access_tokens',
      'https://api.todoist.com/api/v1/access_tokens/migrate_personal_token',
      'https://api.todoist.com/sync/{version}/access_tokens/revoke',
      'https://api.todoist.com/sync/{version}/access_tokens/migrate_personal_token',
      // The person's record may hold the token of their own that can do everything.
      'https://api.todoist.com/api/v1/user',
    ],
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['data:read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  // Tokens of new apps end after an hour and come with a refresh token that works once; replayed late, it ends all of the
  // person's. Apps from before have tokens of ten years and no refresh token.
  refresh: { rotation: 'single-use' },
  account: {
    url: 'https://api.todoist.com/api/v1/user',
    identity: ['id'],
    label: ['email', 'id'],
    name: ['full_name'],
  },
  api: {
    hosts: ['api.todoist.com'],
  },
  scopes: {
    'data:read': ['read your tasks, projects and labels', 'medium'],
    'task:add': ['add tasks', 'low'],
    'data:read_write': ['read and change your tasks, projects and labels', 'high'],
    'data:delete': ['delete your tasks, labels and filters', 'high'],
    'project:delete': ['delete your projects', 'high'],
    'backups:read': ['download backups of your projects', 'high'],
  },
  consoleUrl: 'https://developer.todoist.com/appconsole.html',
  settingsUrl: 'https://app.todoist.com/app/settings/integrations',
  setup: [
    'Create a new app in the App Management Console.',
    'Enter the callback URL shown here as its OAuth redirect URL.',
    'Take the client id and the client secret. Scopes are chosen here, in the config.',
  ],
  verifyBeforeRelease: true,
  hooks: {
    errorClass: (error) => {
      if (error === 'bad_authorization_code') return 'permanent';
      return error === 'incorrect_application_credentials' ? 'configuration' : null;
    },
  },
});
