import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'figma',
  name: 'Figma',
  category: 'design',
  monogram: 'Fi',
  hue: 12,
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
  refresh: { rotation: 'static', accessTtlSeconds: 7_776_000 },
  account: {
    url: 'https://api.figma.com/v1/me',
    identity: ['id'],
    label: ['email', 'handle', 'id'],
    name: ['handle'],
  },
  api: {
    hosts: ['api.figma.com'],
  },
  scopes: {
    'current_user:read': ['see your name, e-mail address and picture', 'low'],
    'file_content:read': ['read the content of your files', 'high'],
    'file_metadata:read': ['see the names and places of your files', 'medium'],
    'file_versions:read': ['see the history of your files', 'medium'],
    'file_comments:read': ['read comments on your files', 'medium'],
    'file_comments:write': ['write and delete comments as you', 'medium'],
    'file_dev_resources:read': ['see links to code in your files', 'low'],
    'file_dev_resources:write': ['change links to code in your files', 'medium'],
    'file_variables:read': ['read variables of your files', 'medium'],
    'file_variables:write': ['change variables of your files', 'high'],
    'library_assets:read': ['see your published components and styles', 'low'],
    'team_library_content:read': ['see what your teams have published', 'low'],
    'projects:read': ['see your projects and the files in them', 'medium'],
    'webhooks:write': ['be told about changes of your files', 'medium'],
  },
  consoleUrl: 'https://www.figma.com/developers/apps',
  settingsUrl: 'https://www.figma.com/settings',
  setup: [
    'On the developer pages open "My apps" and create one.',
    'Take the client id and the client secret at once: the secret is shown only then.',
    'Under "OAuth credentials" add the callback URL shown here, and under "OAuth scopes" tick the scopes that you configure here.',
    'Publish the app: a private one serves your own organization, a public one goes through Figma’s review.',
  ],
});
