import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'box',
  name: 'Box',
  category: 'storage',
  monogram: 'Bx',
  hue: 212,
  endpoints: {
    authorize: 'https://account.box.com/api/oauth2/authorize',
    token: 'https://api.box.com/oauth2/token',
    revoke: {
      url: 'https://api.box.com/oauth2/revoke',
      // Logs the person out of the app; how far that reaches is not said.
      scope: 'client_user',
    },
    closed: ['https://api.box.com/oauth2/authorize'],
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  // A refresh token that was used answers as one that has expired does.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3900, refreshTtlSeconds: 5_184_000 },
  account: {
    url: 'https://api.box.com/2.0/users/me',
    identity: ['id'],
    label: ['login', 'id'],
    name: ['name'],
  },
  api: {
    hosts: ['api.box.com', 'upload.box.com'],
  },
  scopes: {
    root_readonly: ['read all your files and folders', 'high'],
    root_readwrite: ['read, change, share and delete all your files and folders', 'high'],
    manage_webhook: ['be told about changes of your files', 'medium'],
    'sign_requests.readwrite': ['ask others to sign documents in your name', 'high'],
    'ai.readwrite': ['ask Box AI about your files', 'medium'],
    manage_groups: ['manage the groups of your company', 'high'],
    manage_managed_users: ['manage the users of your company', 'high'],
    manage_enterprise_properties: ['read the activity and change the settings of your company', 'high'],
    manage_data_retention: ['manage how long your company keeps files', 'high'],
  },
  consoleUrl: 'https://app.box.com/developers/console',
  settingsUrl: 'https://app.box.com/account/security',
  setup: [
    'In the developer console create a custom app with "User Authentication (OAuth 2.0)".',
    'Under "Configuration" add the callback URL shown here as a redirect URI; it must be https.',
    'Tick the application scopes that you configure here: Box gives no more than those.',
    'Take the client id and the client secret from the same page. Companies may have to approve the app in their admin console.',
  ],
});
