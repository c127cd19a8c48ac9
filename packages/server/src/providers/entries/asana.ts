import { defineProvider } from '../define-provider.ts';

/** Everything at once; an app has either this or scopes one by one. */
const everything = 'default';

export default defineProvider({
  id: 'asana',
  name: 'Asana',
  category: 'productivity',
  monogram: 'As',
  hue: 0,
  endpoints: {
    authorize: 'https://app.asana.com/-/oauth_authorize',
    token: 'https://app.asana.com/-/oauth_token',
    revoke: {
      url: 'https://app.asana.com/-/oauth_revoke',
      // It takes the app away from the person, not one token.
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['users:read'],
    pkceSupport: 'supported',
  },
  refresh: { rotation: 'static', accessTtlSeconds: 3600 },
  account: {
    url: 'https://app.asana.com/api/1.0/users/me',
    identity: ['data.gid'],
    label: ['data.email', 'data.gid'],
    name: ['data.name'],
  },
  api: {
    hosts: ['app.asana.com'],
  },
  scopes: {
    'users:read': ['see names and addresses of people in your workspaces', 'low'],
    'workspaces:read': ['see your workspaces', 'low'],
    'teams:read': ['see your teams', 'low'],
    'projects:read': ['read your projects', 'medium'],
    'projects:write': ['create and change projects', 'high'],
    'tasks:read': ['read your tasks', 'medium'],
    'tasks:write': ['create and change tasks', 'high'],
    'tasks:delete': ['delete tasks', 'high'],
    'stories:read': ['read comments and the history of tasks', 'medium'],
    'stories:write': ['write comments as you', 'medium'],
    'attachments:read': ['see and download files on tasks', 'high'],
    'attachments:write': ['add files to tasks', 'medium'],
    'goals:read': ['read your goals', 'medium'],
    'portfolios:read': ['read your portfolios', 'medium'],
    'webhooks:write': ['be told about changes as they happen', 'medium'],
    openid: ['know which Asana account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    [everything]: ['see, change and delete everything you can in Asana', 'high'],
  },
  consoleUrl: 'https://app.asana.com/0/my-apps',
  settingsUrl: 'https://app.asana.com/0/my-profile-settings/apps',
  setup: [
    'In the developer console ("My apps") create an app, and under "OAuth" add the callback URL shown here as a redirect URL.',
    'Tick users:read and the scopes that you configure here. With "Full permissions" instead, configure `default` and nothing else.',
    'Under "Manage distribution" choose any workspace, unless only your own is to connect.',
    'Take the client id and the client secret from the page "OAuth".',
  ],
  verifyBeforeRelease: true,
  hooks: {
    // Asana refuses a mixture of the two kinds.
    authorize: (query, scopes) => {
      if (scopes.includes(everything)) query.set('scope', everything);
    },
  },
});
