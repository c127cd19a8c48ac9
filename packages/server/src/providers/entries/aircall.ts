import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'aircall',
  name: 'Aircall',
  category: 'communication',
  monogram: 'Ac',
  hue: 163,
  endpoints: {
    authorize: 'https://dashboard.aircall.io/oauth/authorize',
    token: 'https://api.aircall.io/v1/oauth/token',
  },
  authorize: {
    // The only scope there is; without it the page does not open.
    identityScopes: ['public_api'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { body: 'json' },
  // Tokens do not expire: they end when the company removes the integration.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api.aircall.io/v1/integrations/me',
    identity: ['integration.company_id'],
    label: ['integration.name', 'integration.company_id'],
  },
  api: {
    hosts: ['api.aircall.io'],
    rateLimit: { remaining: 'x-aircallapi-remaining', resetAt: 'x-aircallapi-reset' },
  },
  scopes: {
    public_api: ['read and change everything of your company in Aircall, also calls and recordings', 'high'],
  },
  consoleUrl: 'https://developer.aircall.io/',
  settingsUrl: 'https://dashboard.aircall.io/integrations',
  setup: [
    'Ask Aircall for OAuth credentials with the form for technology partners: there is no console that gives them out.',
    'Name the callback URL shown here in the form as the redirect URI; it must be https.',
    'Take the client id and the client secret that Aircall sends you. Only an admin of a company can connect it.',
  ],
  verifyBeforeRelease: true,
});
