import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'uber',
  name: 'Uber',
  category: 'travel',
  monogram: 'Ub',
  hue: 219,
  endpoints: {
    authorize: 'https://login.uber.com/oauth/v2/authorize',
    token: 'https://login.uber.com/oauth/v2/token',
    revoke: {
      url: 'https://login.uber.com/oauth/v2/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    identityScopes: ['profile'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 2_592_000,
  },
  account: {
    url: 'https://api.uber.com/v1.2/me',
    identity: ['uuid'],
    label: ['email', 'first_name', 'uuid'],
    name: ['first_name'],
  },
  api: {
    hosts: ['api.uber.com', 'sandbox-api.uber.com'],
    rateLimit: { remaining: 'x-rate-limit-remaining', resetAt: 'x-rate-limit-reset' },
  },
  scopes: {
    profile: ['see your name, e-mail address and picture', 'low'],
    places: ['see and change your home and work addresses', 'medium'],
    history: ['see your past rides with their places', 'medium'],
    history_lite: ['see your past rides without their exact places', 'medium'],
    request: ['order rides that you pay for', 'high'],
    request_receipt: ['read the receipts of your rides', 'medium'],
    all_trips: ['see your rides while they go on, whichever app ordered them', 'medium'],
    'partner.accounts': ['see your profile as a driver', 'medium'],
    'partner.trips': ['see your trips as a driver', 'medium'],
    'partner.payments': ['see what you earn as a driver', 'medium'],
  },
  consoleUrl: 'https://developer.uber.com/dashboard',
  settingsUrl: 'https://auth.uber.com/account/connected-apps',
  setup: [
    'Create an application in the developer dashboard.',
    'On its page for authentication add the callback URL shown here as a redirect URI (https only), and tick the scopes that you configure here.',
    'Take the client id and the client secret.',
    'Most scopes are privileged: they work for your own account until Uber has approved the application.',
  ],
});
