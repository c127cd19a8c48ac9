import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'digitalocean',
  name: 'DigitalOcean',
  category: 'dev-tools',
  monogram: 'Di',
  hue: 175,
  endpoints: {
    authorize: 'https://cloud.digitalocean.com/v1/oauth/authorize',
    token: 'https://cloud.digitalocean.com/v1/oauth/token',
    revoke: { url: 'https://cloud.digitalocean.com/v1/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['read'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 2_592_000,
  },
  account: {
    url: 'https://api.digitalocean.com/v2/account',
    identity: ['account.uuid'],
    label: ['account.email'],
  },
  api: {
    hosts: ['api.digitalocean.com'],
    rateLimit: { resetAt: 'ratelimit-reset' },
  },
  scopes: {
    read: ['read what you can see', 'medium'],
  },
  consoleUrl: 'https://cloud.digitalocean.com/account/api/applications',
  settingsUrl: 'https://cloud.digitalocean.com/account/api/access',
  setup: [
    'Register an app for OAuth at DigitalOcean.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
