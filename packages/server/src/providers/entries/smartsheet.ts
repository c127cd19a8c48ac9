import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'smartsheet',
  name: 'Smartsheet',
  category: 'productivity',
  monogram: 'Sm',
  hue: 110,
  endpoints: {
    authorize: 'https://app.smartsheet.com/b/authorize',
    token: 'https://api.smartsheet.com/2.0/token',
    revoke: { url: 'https://api.smartsheet.com/2.0/token', method: 'DELETE', auth: 'bearer', scope: 'client_user' },
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 604_800,
  },
  account: {
    url: 'https://api.smartsheet.com/2.0/users/me',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.smartsheet.com', 'api.smartsheet.eu'],
  },
  consoleUrl: 'https://app.smartsheet.com/b/home?dlp=dp',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Smartsheet.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
