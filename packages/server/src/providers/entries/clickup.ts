import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'clickup',
  name: 'ClickUp',
  category: 'productivity',
  monogram: 'Cl',
  hue: 50,
  endpoints: {
    authorize: 'https://app.clickup.com/api',
    token: 'https://api.clickup.com/api/v2/oauth/token',
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.clickup.com/api/v2/user',
    identity: ['user.id'],
    label: ['user.email'],
  },
  api: {
    hosts: ['api.clickup.com'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  consoleUrl: 'https://app.clickup.com/settings/integrations',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at ClickUp.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
