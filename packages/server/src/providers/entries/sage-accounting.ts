import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'sage-accounting',
  name: 'Sage Accounting',
  category: 'accounting',
  monogram: 'Sg',
  hue: 136,
  endpoints: {
    authorize: 'https://www.sageone.com/oauth2/auth/central',
    token: 'https://oauth.accounting.sage.com/token',
    // The vendor does not say how far it reaches.
    revoke: { url: 'https://oauth.accounting.sage.com/revoke', scope: 'client_user' },
  },
  authorize: {
    // Countries without this version of the API are not offered.
    query: { filter: 'apiv3.1' },
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 300,
    refreshTtlSeconds: 2_678_400,
    // A tenth of five minutes would leave a long call without a token on the way.
    marginSeconds: 60,
  },
  account: {
    url: 'https://api.accounting.sage.com/v3.1/user',
    identity: ['id'],
    label: ['email', 'displayed_as', 'id'],
    name: ['displayed_as'],
  },
  api: {
    hosts: ['api.accounting.sage.com'],
  },
  scopes: {
    readonly: ['read the books of your businesses', 'high'],
    full_access: ['read and change the books of your businesses', 'high'],
  },
  consoleUrl: 'https://developerselfservice.sageone.com/',
  settingsUrl: null,
  setup: [
    'Sign in to Sage’s developer self-service with GitHub or an e-mail address and create an app.',
    'Enter the callback URL shown here as its callback URL.',
    'Take the client id and the client secret. Configure readonly or full_access as the scope; without one people are asked for full access.',
    'A token reaches all businesses of the person; callers name one in the header X-Business, else it is the lead business.',
  ],
});
