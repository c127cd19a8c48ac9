import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'aircall',
  name: 'Aircall',
  category: 'communication',
  monogram: 'Ai',
  hue: 220,
  endpoints: {
    authorize: 'https://dashboard.aircall.io/oauth/authorize',
    token: 'https://api.aircall.io/v1/oauth/token',
  },
  authorize: {
    identityScopes: ['public_api'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { body: 'json' },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.aircall.io/v1/integrations/me',
    identity: ['integration.company_id'],
    label: ['integration.name'],
  },
  api: {
    hosts: ['api.aircall.io'],
    rateLimit: { resetAt: 'x-aircallapi-reset' },
  },
  scopes: {
    public_api: ['do everything you can in Aircall', 'high'],
  },
  consoleUrl: 'https://developer.aircall.io/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Aircall.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
