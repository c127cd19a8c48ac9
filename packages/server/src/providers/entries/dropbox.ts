import type { Provider } from '../provider.ts';

const dropbox: Provider = {
  id: 'dropbox',
  name: 'Dropbox',
  category: 'storage',
  monogram: 'Db',
  hue: 215,
  variables: [],
  endpoints: {
    authorize: 'https://www.dropbox.com/oauth2/authorize',
    token: 'https://api.dropboxapi.com/oauth2/token',
    revoke: {
      url: 'https://api.dropboxapi.com/2/auth/token/revoke',
      method: 'POST',
      auth: 'bearer',
      carries: 'bearer',
      field: '',
      token: 'access',
      // Ends this access token, the refresh token it came from, and that one's other access tokens.
      scope: 'token',
    },
    closed: ['https://api.dropboxapi.com/1/oauth2/token', 'https://api.dropboxapi.com/2/auth/token/from_oauth1'],
  },
  authorize: {
    query: { token_access_type: 'offline' },
    scopeSeparator: ' ',
    identityScopes: ['account_info.read'],
    pkceSupport: 'supported',
    pkce: true,
    oidc: false,
    switchAccount: { force_reauthentication: 'true' },
  },
  token: { clientAuth: 'post', body: 'form' },
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
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: ['retry-after'],
  },
  scopes: [
    { scope: 'account_info.read', description: 'see your name and e-mail address', risk: 'low' },
    { scope: 'account_info.write', description: 'change your account details', risk: 'medium' },
    { scope: 'files.metadata.read', description: 'see the names of your files and folders', risk: 'medium' },
    { scope: 'files.metadata.write', description: 'change tags and properties of your files', risk: 'medium' },
    { scope: 'files.content.read', description: 'read your files', risk: 'high' },
    { scope: 'files.content.write', description: 'change and delete your files', risk: 'high' },
    { scope: 'sharing.read', description: 'see what you share and with whom', risk: 'medium' },
    { scope: 'sharing.write', description: 'share your files with others', risk: 'high' },
    { scope: 'file_requests.read', description: 'see your file requests', risk: 'low' },
    { scope: 'file_requests.write', description: 'create and change file requests', risk: 'medium' },
    { scope: 'contacts.read', description: 'read your contacts', risk: 'medium' },
  ],
  consoleUrl: 'https://www.dropbox.com/developers/apps',
  settingsUrl: 'https://www.dropbox.com/account/connected_apps',
  setup: [
    'Create an app with scoped access; choose an app folder unless your app needs the whole Dropbox.',
    'On "Permissions" tick account_info.read and the scopes that you configure here, and submit.',
    'On "Settings" add the callback URL shown here as a redirect URI, and take the app key (client id) and app secret.',
  ],
  verified: false,
  hooks: {},
};

export default dropbox;
