import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'gusto',
  name: 'Gusto',
  category: 'hr',
  monogram: 'Gu',
  hue: 195,
  endpoints: {
    authorize: 'https://api.gusto.com/oauth/authorize',
    token: 'https://api.gusto.com/oauth/token',
    revoke: { url: 'https://api.gusto.com/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://api.gusto.com/v1/token_info',
    identity: ['resource_owner.uuid'],
    label: ['resource_owner.uuid'],
  },
  api: {
    hosts: ['api.gusto.com', 'api.gusto-demo.com'],
  },
  consoleUrl: 'https://dev.gusto.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Gusto.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
