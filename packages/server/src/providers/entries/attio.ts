import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'attio',
  name: 'Attio',
  category: 'crm',
  monogram: 'At',
  hue: 215,
  endpoints: {
    authorize: 'https://app.attio.com/authorize',
    token: 'https://app.attio.com/oauth/token',
    introspect: 'https://app.attio.com/oauth/introspect',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.attio.com/v2/self',
    identity: ['workspace_id'],
    label: ['workspace_name'],
  },
  api: {
    hosts: ['api.attio.com'],
  },
  consoleUrl: 'https://build.attio.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Attio.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
