import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'oura',
  name: 'Oura',
  category: 'health',
  monogram: 'Ou',
  hue: 90,
  endpoints: {
    authorize: 'https://cloud.ouraring.com/oauth/authorize',
    token: 'https://api.ouraring.com/oauth/token',
    revoke: {
      url: 'https://api.ouraring.com/oauth/revoke',
      auth: 'none',
      field: 'access_token',
      token: 'access',
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['personal', 'email'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 86_400,
  },
  account: {
    url: 'https://api.ouraring.com/v2/usercollection/personal_info',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.ouraring.com'],
  },
  scopes: {
    personal: ['see your age, weight and sex', 'medium'],
    email: ['see your e-mail address', 'low'],
  },
  consoleUrl: 'https://cloud.ouraring.com/oauth/applications',
  settingsUrl: 'https://cloud.ouraring.com/user/connected-apps',
  setup: [
    'Register an app for OAuth at Oura.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
