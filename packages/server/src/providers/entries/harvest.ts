import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'harvest',
  name: 'Harvest',
  category: 'productivity',
  monogram: 'Ha',
  hue: 190,
  endpoints: {
    authorize: 'https://id.getharvest.com/oauth2/authorize',
    token: 'https://id.getharvest.com/api/v2/oauth2/token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    accessTtlSeconds: 1_209_600,
  },
  account: {
    url: 'https://id.getharvest.com/api/v2/accounts',
    identity: ['user.id'],
    label: ['user.email'],
  },
  api: {
    hosts: ['api.harvestapp.com'],
    defaultHeaders: { 'user-agent': 'alter' },
  },
  consoleUrl: 'https://id.getharvest.com/developers',
  settingsUrl: 'https://id.getharvest.com/security',
  setup: [
    'Register an app for OAuth at Harvest.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
