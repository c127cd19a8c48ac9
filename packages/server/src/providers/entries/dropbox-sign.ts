import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'dropbox-sign',
  name: 'Dropbox Sign',
  category: 'legal',
  monogram: 'Ds',
  hue: 120,
  endpoints: {
    authorize: 'https://app.hellosign.com/oauth/authorize',
    token: 'https://app.hellosign.com/oauth/token',
    refresh: 'https://app.hellosign.com/oauth/token?refresh',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.hellosign.com/v3/account',
    identity: ['account.account_id'],
    label: ['account.email_address'],
  },
  api: {
    hosts: ['api.hellosign.com'],
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  consoleUrl: 'https://app.hellosign.com/home/myAccount#api',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Dropbox Sign.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
