import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'fitbit',
  name: 'Fitbit',
  category: 'health',
  monogram: 'Fi',
  hue: 185,
  endpoints: {
    authorize: 'https://www.fitbit.com/oauth2/authorize',
    token: 'https://api.fitbit.com/oauth2/token',
    revoke: { url: 'https://api.fitbit.com/oauth2/revoke', scope: 'client_user' },
    introspect: 'https://api.fitbit.com/1.1/oauth2/introspect',
  },
  authorize: {
    identityScopes: ['profile'],
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    // The same answer is repeated for two minutes.
    rotation: 'single-use',
    accessTtlSeconds: 28_800,
    graceSeconds: 120,
  },
  account: {
    url: 'https://api.fitbit.com/1/user/-/profile.json',
    identity: ['user.encodedId'],
    label: ['user.displayName'],
  },
  api: {
    hosts: ['api.fitbit.com'],
    rateLimit: { resetIn: 'fitbit-rate-limit-reset' },
  },
  scopes: {
    profile: ['see your name and picture', 'low'],
  },
  consoleUrl: 'https://dev.fitbit.com/apps',
  settingsUrl: 'https://www.fitbit.com/settings/applications',
  setup: [
    'Register an app for OAuth at Fitbit.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
