import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'etsy',
  name: 'Etsy',
  category: 'e-commerce',
  monogram: 'Et',
  hue: 185,
  endpoints: {
    authorize: 'https://www.etsy.com/oauth/connect',
    token: 'https://api.etsy.com/v3/public/oauth/token',
  },
  authorize: {
    identityScopes: ['shops_r'],
    pkceSupport: 'required',
  },
  token: { clientAuth: 'none' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 7_776_000,
  },
  account: {
    url: 'https://api.etsy.com/v3/application/users/me',
    identity: ['user_id'],
    label: ['user_id'],
  },
  api: {
    hosts: ['api.etsy.com', 'openapi.etsy.com'],
    defaultHeaders: { 'x-api-key': '{client_id}' },
  },
  scopes: {
    shops_r: ['see your shop', 'low'],
  },
  consoleUrl: 'https://www.etsy.com/developers/your-apps',
  settingsUrl: 'https://www.etsy.com/your/account/apps',
  setup: [
    'Register an app for OAuth at Etsy.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
