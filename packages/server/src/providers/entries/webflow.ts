import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'webflow',
  name: 'Webflow',
  category: 'cms',
  monogram: 'We',
  hue: 0,
  endpoints: {
    authorize: 'https://webflow.com/oauth/authorize',
    token: 'https://api.webflow.com/oauth/access_token',
    revoke: {
      url: 'https://webflow.com/oauth/revoke_authorization',
      field: 'access_token',
      token: 'access',
      scope: 'client_user',
    },
    introspect: 'https://api.webflow.com/v2/token/introspect',
  },
  authorize: {
    identityScopes: ['authorized_user:read'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.webflow.com/v2/token/authorized_by',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.webflow.com'],
  },
  scopes: {
    'authorized_user:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://webflow.com/dashboard/account/integrations',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Webflow.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
