import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'stripe-app',
  name: 'Stripe Apps',
  category: 'payment',
  monogram: 'Sa',
  hue: 60,
  endpoints: {
    authorize: 'https://marketplace.stripe.com/oauth/v2/authorize',
    token: 'https://api.stripe.com/v1/oauth/token',
  },
  authorize: {
    pkceSupport: 'unsupported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 31_536_000,
  },
  account: {
    url: 'https://api.stripe.com/v1/account',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.stripe.com'],
  },
  noScopes: 'None are asked for: what an app may do is the permissions in its manifest.',
  consoleUrl: 'https://dashboard.stripe.com/apps',
  settingsUrl: 'https://dashboard.stripe.com/settings/apps',
  setup: [
    'Make an app for the Stripe App Marketplace that uses OAuth 2.0.',
    'Add the callback URL shown here to `allowed_redirect_uris` of its manifest.',
    'Take the client id (ca_…) from its settings; the client secret is the secret API key (sk_…).',
  ],
  verifyBeforeRelease: true,
});
