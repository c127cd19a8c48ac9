import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'digitalocean',
  name: 'DigitalOcean',
  category: 'dev-tools',
  monogram: 'Do',
  hue: 213,
  variables: [
    // The person chooses one of their teams, and the token is for that one alone.
    {
      name: 'team',
      label: 'Team',
      kind: 'value',
      from: 'account',
      pattern: /none|[0-9A-Za-z-]{8,64}/,
      at: 'account.team.uuid',
      example: '5df3e3004a17e242b7c20ca6c9fc25b701a47ece',
      default: 'none',
    },
  ],
  endpoints: {
    authorize: 'https://cloud.digitalocean.com/v1/oauth/authorize',
    token: 'https://cloud.digitalocean.com/v1/oauth/token',
    refresh: 'https://cloud.digitalocean.com/v1/oauth/refresh',
    revoke: {
      // Takes an access token, twice: as what is revoked and as what proves that one may.
      url: 'https://cloud.digitalocean.com/v1/oauth/revoke',
      auth: 'bearer',
      carries: 'form',
      field: 'token',
      token: 'access',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['read'],
    pkceSafeToSend: true,
  },
  // A refresh ends the access token that is being replaced, too.
  refresh: { rotation: 'single-use', accessTtlSeconds: 2_592_000 },
  account: {
    url: 'https://api.digitalocean.com/v2/account',
    identity: ['{team}', 'account.uuid'],
    label: ['account.email', 'account.uuid'],
    name: ['account.team.name', 'account.name'],
  },
  api: {
    hosts: ['api.digitalocean.com'],
    rateLimit: { remaining: 'ratelimit-remaining', resetAt: 'ratelimit-reset' },
  },
  scopes: {
    read: ['see everything of the team that you choose', 'medium'],
    write: ['create, change and destroy everything of the team that you choose', 'high'],
  },
  consoleUrl: 'https://cloud.digitalocean.com/account/api/applications',
  settingsUrl: 'https://cloud.digitalocean.com/account/api/access',
  setup: [
    'In the control panel open "API" and there "OAuth Applications", and register an application.',
    'Enter the callback URL shown here.',
    'Take the client id and the client secret. Scopes are chosen here, in the config.',
  ],
  verifyBeforeRelease: true,
});
