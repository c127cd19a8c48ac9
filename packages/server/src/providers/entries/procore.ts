import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'procore',
  name: 'Procore',
  category: 'erp',
  monogram: 'Pr',
  hue: 85,
  endpoints: {
    authorize: 'https://login.procore.com/oauth/authorize',
    token: 'https://login.procore.com/oauth/token',
    revoke: { url: 'https://login.procore.com/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 5400,
  },
  account: {
    url: 'https://api.procore.com/rest/v1.0/me',
    identity: ['id'],
    label: ['login'],
  },
  api: {
    hosts: ['api.procore.com'],
    rateLimit: { resetAt: 'x-rate-limit-reset' },
  },
  consoleUrl: 'https://developers.procore.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Procore.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
