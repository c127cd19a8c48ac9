import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'sage-accounting',
  name: 'Sage Accounting',
  category: 'accounting',
  monogram: 'Sa',
  hue: 320,
  endpoints: {
    authorize: 'https://www.sageone.com/oauth2/auth/central',
    token: 'https://oauth.accounting.sage.com/token',
    revoke: { url: 'https://oauth.accounting.sage.com/revoke', scope: 'client_user' },
  },
  authorize: {
    query: { filter: 'apiv3.1' },
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 300,
    refreshTtlSeconds: 2_678_400,
  },
  account: {
    url: 'https://api.accounting.sage.com/v3.1/user',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.accounting.sage.com'],
  },
  consoleUrl: 'https://developerselfservice.sageone.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Sage Accounting.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
