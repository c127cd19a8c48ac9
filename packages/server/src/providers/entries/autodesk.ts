import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'autodesk',
  name: 'Autodesk',
  category: 'design',
  monogram: 'Au',
  hue: 225,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'Nothing more: the same client acts for itself, on data of its own.',
    },
  },
  endpoints: {
    authorize: 'https://developer.api.autodesk.com/authentication/v2/authorize',
    token: 'https://developer.api.autodesk.com/authentication/v2/token',
    revoke: { url: 'https://developer.api.autodesk.com/authentication/v2/revoke', scope: 'token' },
    introspect: 'https://developer.api.autodesk.com/authentication/v2/introspect',
  },
  authorize: { identityScopes: ['user-profile:read'], pkceSupport: 'supported' },
  token: { clientAuth: 'basic' },
  // The refresh token dies after 15 days.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 1_296_000 },
  account: {
    url: 'https://api.userprofile.autodesk.com/userinfo',
    identity: ['sub'],
    label: ['email', 'sub'],
    name: ['name'],
  },
  api: { hosts: ['developer.api.autodesk.com'] },
  scopes: {
    'user-profile:read': ['see your name and e-mail address', 'low'],
    'data:read': ['read your models and files', 'medium'],
    'data:write': ['change your models and files', 'high'],
    'data:create': ['create files and folders', 'medium'],
    'data:search': ['search your files', 'medium'],
    'account:read': ['read the projects and people of your account', 'medium'],
    'account:write': ['change the projects and people of your account', 'high'],
    'viewables:read': ['show your models', 'low'],
  },
  consoleUrl: 'https://aps.autodesk.com/myapps/',
  settingsUrl: 'https://accounts.autodesk.com/Account/AuthorizedApps',
  setup: [
    'Create a "Traditional Web App" in Autodesk Platform Services and choose the APIs that your app calls.',
    'Enter the callback URL shown here.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
