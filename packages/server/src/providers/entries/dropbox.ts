import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'dropbox',
  name: 'Dropbox',
  category: 'storage',
  monogram: 'Db',
  hue: 215,
  endpoints: {
    authorize: 'https://www.dropbox.com/oauth2/authorize',
    token: 'https://api.dropboxapi.com/oauth2/token',
    revoke: {
      url: 'https://api.dropboxapi.com/2/auth/token/revoke',
      auth: 'bearer',
      // Ends this access token, the refresh token it came from, and that one's other access tokens.
      scope: 'token',
    },
    closed: ['https://api.dropboxapi.com/1/oauth2/token', 'https://api.dropboxapi.com/2/auth/token/from_oauth1'],
  },
  authorize: {
    query: { token_access_type: 'offline' },
    identityScopes: ['account_info.read'],
    pkceSupport: 'supported',
    // Signs the person in anew. force_reapprove, which only shows the same consent again, is never sent.
    switchAccount: { force_reauthentication: 'true' },
  },
  refresh: { rotation: 'static', accessTtlSeconds: 14_400 },
  account: {
    // No arguments: the body must be the JSON null.
    url: 'https://api.dropboxapi.com/2/users/get_current_account',
    method: 'POST',
    body: 'null',
    identity: ['account_id'],
    label: ['email'],
    name: ['name.display_name'],
  },
  api: {
    hosts: ['api.dropboxapi.com', 'content.dropboxapi.com'],
  },
  scopes: {
    'account_info.read': ['see your name and e-mail address', 'low'],
    'account_info.write': ['change your account details', 'medium'],
    'files.metadata.read': ['see the names of your files and folders', 'medium'],
    'files.metadata.write': ['change tags and properties of your files', 'medium'],
    'files.content.read': ['read your files', 'high'],
    'files.content.write': ['change and delete your files', 'high'],
    'sharing.read': ['see what you share and with whom', 'medium'],
    'sharing.write': ['share your files with others', 'high'],
    'file_requests.read': ['see your file requests', 'low'],
    'file_requests.write': ['create and change file requests', 'medium'],
    'contacts.read': ['read your contacts', 'medium'],
  },
  consoleUrl: 'https://www.dropbox.com/developers/apps',
  settingsUrl: 'https://www.dropbox.com/account/connected_apps',
  setup: [
    'Create an app with scoped access; choose an app folder unless your app needs the whole Dropbox.',
    'On "Permissions" tick account_info.read and the scopes that you configure here, and submit.',
    'On "Settings" add the callback URL shown here as a redirect URI, and take the app key (client id) and app secret.',
  ],
});
