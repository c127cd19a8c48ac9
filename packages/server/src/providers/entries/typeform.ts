import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'typeform',
  name: 'Typeform',
  category: 'surveys',
  monogram: 'Ty',
  hue: 300,
  endpoints: {
    authorize: 'https://api.typeform.com/oauth/authorize',
    token: 'https://api.typeform.com/oauth/token',
    closed: ['https://api.eu.typeform.com/oauth/authorize', 'https://api.eu.typeform.com/oauth/token'],
  },
  authorize: {
    identityScopes: ['accounts:read', 'offline'],
    offline: 'the scope offline',
    pkceSupport: 'unsupported',
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 604_800,
  },
  account: {
    url: 'https://api.typeform.com/me',
    identity: ['user_id'],
    label: ['email', 'alias', 'user_id'],
    name: ['alias'],
  },
  api: {
    hosts: ['api.typeform.com', 'api.eu.typeform.com'],
  },
  scopes: {
    'accounts:read': ['see your name and e-mail address', 'low'],
    offline: ['stay connected when you are away', 'low'],
    'forms:read': ['read your forms', 'medium'],
    'forms:write': ['create, change and delete your forms', 'high'],
    'responses:read': ['read what people answered', 'high'],
    'responses:write': ['delete what people answered', 'high'],
    'workspaces:read': ['see your workspaces', 'low'],
    'workspaces:write': ['create, change and delete your workspaces', 'high'],
    'themes:read': ['see the designs of your forms', 'low'],
    'themes:write': ['change the designs of your forms', 'medium'],
    'images:read': ['see pictures in your account', 'low'],
    'images:write': ['add and delete pictures in your account', 'medium'],
    'webhooks:read': ['see your webhooks', 'low'],
    'webhooks:write': ['create, change and delete webhooks', 'high'],
  },
  consoleUrl: 'https://admin.typeform.com/',
  settingsUrl: null,
  setup: [
    'Under the settings of your organization open "Developer apps" and register a new app.',
    'Enter the callback URL shown here as its redirect URI (https only).',
    'Take the client id, and the client secret at once: it is shown a single time. Scopes are chosen here, in the config.',
  ],
  verifyBeforeRelease: true,
});
