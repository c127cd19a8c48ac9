import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'instagram',
  name: 'Instagram',
  category: 'social',
  monogram: 'In',
  hue: 150,
  endpoints: {
    authorize: 'https://www.instagram.com/oauth/authorize',
    token: 'https://api.instagram.com/oauth/access_token',
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['instagram_business_basic'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: {
    swap: {
      url: 'https://graph.instagram.com/access_token',
      method: 'GET',
      grantType: 'ig_exchange_token',
      field: 'access_token',
      client: 'secret',
    },
  },
  refresh: {
    // There is no refresh token: a long-lived token of at least 24 hours is traded for a younger one.
    rotation: 'rotates-old-stays-valid',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 5_184_000,
    swap: {
      url: 'https://graph.instagram.com/refresh_access_token',
      method: 'GET',
      grantType: 'ig_refresh_token',
      field: 'access_token',
      client: 'none',
    },
  },
  account: {
    url: 'https://graph.instagram.com/me?fields=user_id,username',
    identity: ['user_id'],
    label: ['username'],
  },
  api: {
    hosts: ['graph.instagram.com'],
  },
  scopes: {
    instagram_business_basic: ['see your profile and media', 'low'],
  },
  consoleUrl: 'https://developers.facebook.com/apps/',
  settingsUrl: 'https://www.instagram.com/accounts/manage_access/',
  setup: [
    'Register an app for OAuth at Instagram.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
