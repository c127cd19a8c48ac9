import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'cal-com',
  name: 'Cal.com',
  category: 'scheduling',
  monogram: 'Cc',
  hue: 240,
  endpoints: {
    authorize: 'https://app.cal.com/auth/oauth2/authorize',
    token: 'https://api.cal.com/v2/auth/oauth2/token',
  },
  token: { body: 'json' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 1800 },
  account: {
    url: 'https://api.cal.com/v2/me',
    identity: ['data.id'],
    label: ['data.email'],
    name: ['data.name', 'data.username'],
  },
  api: { hosts: ['api.cal.com'], rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' } },
  scopes: {
    READ_BOOKING: ['read your bookings', 'medium'],
    WRITE_BOOKING: ['make, move and cancel bookings', 'high'],
    READ_PROFILE: ['see your name and e-mail address', 'low'],
  },
  consoleUrl: 'https://app.cal.com/settings/developer/oauth',
  settingsUrl: 'https://app.cal.com/apps/installed',
  setup: [
    'Ask for an OAuth client in the developer settings of Cal.com.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
