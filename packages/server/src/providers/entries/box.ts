import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'box',
  name: 'Box',
  category: 'storage',
  monogram: 'Bo',
  hue: 150,
  endpoints: {
    authorize: 'https://account.box.com/api/oauth2/authorize',
    token: 'https://api.box.com/oauth2/token',
    revoke: { url: 'https://api.box.com/oauth2/revoke', scope: 'client_user' },
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3900,
    refreshTtlSeconds: 5_184_000,
  },
  account: {
    url: 'https://api.box.com/2.0/users/me',
    identity: ['id'],
    label: ['login'],
  },
  api: {
    hosts: ['api.box.com', 'upload.box.com'],
  },
  consoleUrl: 'https://app.box.com/developers/console',
  settingsUrl: 'https://app.box.com/account/security',
  setup: [
    'Register an app for OAuth at Box.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
