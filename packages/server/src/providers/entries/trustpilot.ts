import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'trustpilot',
  name: 'Trustpilot',
  category: 'marketing',
  monogram: 'Tr',
  hue: 300,
  endpoints: {
    authorize: 'https://authenticate.trustpilot.com/',
    token: 'https://api.trustpilot.com/v1/oauth/oauth-business-users-for-applications/accesstoken',
    refresh: 'https://api.trustpilot.com/v1/oauth/oauth-business-users-for-applications/refresh',
    revoke: {
      url: 'https://api.trustpilot.com/v1/oauth/oauth-business-users-for-applications/revoke',
      scope: 'client_user',
    },
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 360_000,
    refreshTtlSeconds: 2_592_000,
  },
  api: {
    hosts: ['api.trustpilot.com'],
  },
  consoleUrl: 'https://businessapp.b2b.trustpilot.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Trustpilot.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
