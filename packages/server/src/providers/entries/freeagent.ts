import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'freeagent',
  name: 'FreeAgent',
  category: 'accounting',
  monogram: 'Fr',
  hue: 185,
  endpoints: {
    authorize: 'https://api.freeagent.com/v2/approve_app',
    token: 'https://api.freeagent.com/v2/token_endpoint',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.freeagent.com/v2/users/me',
    identity: ['user.url'],
    label: ['user.email'],
  },
  api: {
    hosts: ['api.freeagent.com'],
    defaultHeaders: { 'user-agent': 'alter' },
  },
  consoleUrl: 'https://dev.freeagent.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at FreeAgent.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
