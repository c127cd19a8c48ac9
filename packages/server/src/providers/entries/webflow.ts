import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'webflow',
  name: 'Webflow',
  category: 'cms',
  monogram: 'Wf',
  hue: 216,
  endpoints: {
    authorize: 'https://webflow.com/oauth/authorize',
    token: 'https://api.webflow.com/oauth/access_token',
    revoke: {
      url: 'https://webflow.com/oauth/revoke_authorization',
      field: 'access_token',
      token: 'access',
      // Takes back what the person allowed.
      scope: 'client_user',
    },
    introspect: 'https://api.webflow.com/v2/token/introspect',
  },
  authorize: {
    identityScopes: ['authorized_user:read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  // Tokens live until they are taken back, or were not used for a year.
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.webflow.com/v2/token/authorized_by',
    identity: ['id'],
    label: ['email', 'id'],
    name: ['firstName'],
  },
  api: {
    hosts: ['api.webflow.com', 'api-cdn.webflow.com'],
    rateLimit: { remaining: 'x-ratelimit-remaining' },
  },
  scopes: {
    'authorized_user:read': ['see your name and e-mail address', 'low'],
    'sites:read': ['see your sites', 'low'],
    'sites:write': ['change and publish your sites', 'high'],
    'pages:read': ['read the pages of your sites', 'low'],
    'pages:write': ['change the pages of your sites', 'high'],
    'cms:read': ['read the content of your sites', 'low'],
    'cms:write': ['create, change and delete the content of your sites', 'high'],
    'assets:read': ['see the files of your sites', 'low'],
    'assets:write': ['add, change and delete the files of your sites', 'high'],
    'forms:read': ['read what visitors sent through your forms', 'medium'],
    'forms:write': ['change and delete what visitors sent through your forms', 'high'],
    'custom_code:read': ['see scripts on your sites', 'low'],
    'custom_code:write': ['put scripts on your sites', 'high'],
    'ecommerce:read': ['see your products and orders', 'medium'],
    'ecommerce:write': ['change your products and orders', 'high'],
    'users:read': ['see the members of your sites', 'medium'],
    'users:write': ['add, change and remove members of your sites', 'high'],
  },
  consoleUrl: 'https://webflow.com/dashboard',
  settingsUrl: null,
  setup: [
    'In the settings of a workspace open "Apps & Integrations" and under "App Development" create an app.',
    'Switch on the Data Client (REST API), enter the callback URL shown here as its redirect URI, and tick authorized_user:read and the scopes that you configure here.',
    'Take the client id and the client secret.',
    'Other workspaces can connect once the app has passed the review of Webflow’s marketplace.',
  ],
});
