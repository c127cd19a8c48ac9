import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'outreach',
  name: 'Outreach',
  category: 'crm',
  monogram: 'Ou',
  hue: 190,
  endpoints: {
    authorize: 'https://api.outreach.io/oauth/authorize',
    token: 'https://api.outreach.io/oauth/token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 7200,
    refreshTtlSeconds: 1_209_600,
  },
  account: {
    url: 'https://api.outreach.io/api/v2',
    identity: ['meta.user.id'],
    label: ['meta.user.email'],
  },
  api: {
    hosts: ['api.outreach.io'],
    defaultHeaders: { 'content-type': 'application/vnd.api+json' },
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  consoleUrl: 'https://developers.outreach.io/apps/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Outreach.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
