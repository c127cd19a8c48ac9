import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'attio',
  name: 'Attio',
  category: 'crm',
  monogram: 'Ao',
  hue: 218,
  endpoints: {
    authorize: 'https://app.attio.com/authorize',
    token: 'https://app.attio.com/oauth/token',
    introspect: 'https://app.attio.com/oauth/introspect',
  },
  // Scopes are ticked at the app: what is asked for is ignored.
  authorize: { pkceSafeToSend: true },
  refresh: { rotation: 'none' },
  account: {
    // A token is of a workspace, whoever in it has agreed.
    url: 'https://api.attio.com/v2/self',
    identity: ['workspace_id'],
    label: ['workspace_name', 'workspace_slug', 'workspace_id'],
  },
  api: {
    hosts: ['api.attio.com'],
  },
  scopes: {
    'user_management:read': ['see the members of your workspace', 'low'],
    'object_configuration:read': ['see which kinds of records there are', 'low'],
    'object_configuration:read-write': ['change which kinds of records and fields there are', 'high'],
    'record_permission:read': ['read your records, such as people and companies', 'medium'],
    'record_permission:read-write': ['create, change and delete records', 'high'],
    'list_configuration:read': ['see which lists there are', 'low'],
    'list_entry:read': ['read the entries of your lists', 'medium'],
    'list_entry:read-write': ['add, change and remove entries of your lists', 'high'],
    'note:read': ['read your notes', 'medium'],
    'note:read-write': ['write and delete notes', 'high'],
    'task:read': ['read your tasks', 'medium'],
    'task:read-write': ['create, change and delete tasks', 'medium'],
    'comment:read-write': ['read, write and delete comments', 'medium'],
    'webhook:read-write': ['be told about changes as they happen', 'medium'],
  },
  consoleUrl: 'https://build.attio.com/',
  settingsUrl: null,
  setup: [
    'Create an app in the developer dashboard and switch OAuth on for it.',
    'Add the callback URL shown here as a redirect URI, and tick the scopes that you configure here on the page "Scopes".',
    'Take the client id and the client secret from the page "OAuth".',
    'Publish the app when other workspaces are to connect; there an admin of the workspace has to agree.',
  ],
  verifyBeforeRelease: true,
});
