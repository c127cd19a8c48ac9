import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'tiktok',
  name: 'TikTok',
  category: 'social',
  monogram: 'Ti',
  hue: 315,
  endpoints: {
    authorize: 'https://www.tiktok.com/v2/auth/authorize/',
    token: 'https://open.tiktokapis.com/v2/oauth/token/',
    revoke: { url: 'https://open.tiktokapis.com/v2/oauth/revoke/', token: 'access', scope: 'client_user' },
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['user.info.basic'],
    pkceSupport: 'supported',
  },
  token: { clientIdName: 'client_key' },
  refresh: {
    // May rotate: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 86_400,
    refreshTtlSeconds: 31_536_000,
  },
  account: {
    url: 'https://open.tiktokapis.com/v2/user/info/?fields=open_id,display_name',
    identity: ['data.user.open_id'],
    label: ['data.user.display_name'],
  },
  api: {
    hosts: ['open.tiktokapis.com'],
  },
  scopes: {
    'user.info.basic': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://developers.tiktok.com/apps/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at TikTok.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
