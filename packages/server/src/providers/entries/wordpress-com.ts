import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'wordpress-com',
  name: 'WordPress.com',
  category: 'cms',
  monogram: 'Wc',
  hue: 325,
  endpoints: {
    authorize: 'https://public-api.wordpress.com/oauth2/authorize',
    token: 'https://public-api.wordpress.com/oauth2/token',
    introspect: 'https://public-api.wordpress.com/oauth2/token-info',
  },
  authorize: {
    identityScopes: ['auth'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://public-api.wordpress.com/rest/v1.1/me',
    identity: ['ID'],
    label: ['email'],
  },
  api: {
    hosts: ['public-api.wordpress.com'],
  },
  scopes: {
    auth: ['know which account it is', 'low'],
  },
  consoleUrl: 'https://developer.wordpress.com/apps/',
  settingsUrl: 'https://wordpress.com/me/security/connected-applications',
  setup: [
    'Register an app for OAuth at WordPress.com.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
