import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'ramp',
  name: 'Ramp',
  category: 'banking',
  monogram: 'Ra',
  hue: 305,
  endpoints: {
    authorize: 'https://app.ramp.com/v1/authorize',
    token: 'https://api.ramp.com/developer/v1/token',
    revoke: { url: 'https://api.ramp.com/developer/v1/token/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['business:read'],
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 864_000,
  },
  account: {
    url: 'https://api.ramp.com/developer/v1/business',
    identity: ['id'],
    label: ['business_name_legal'],
  },
  api: {
    hosts: ['api.ramp.com', 'demo-api.ramp.com'],
  },
  scopes: {
    'business:read': ['see whose account it is', 'low'],
  },
  consoleUrl: 'https://app.ramp.com/developer',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Ramp.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
