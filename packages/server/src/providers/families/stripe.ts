/** Stripe Connect: a platform acts for the standard accounts that connected to it. */
import { defineProvider, type ProviderEntry } from '../define-provider.ts';
import type { Provider } from '../provider.ts';

type Member = Pick<ProviderEntry, 'id' | 'name' | 'category' | 'monogram' | 'hue'>;

export const stripeConnectProvider = (member: Member): Provider =>
  defineProvider({
    endpoints: {
      authorize: 'https://connect.stripe.com/oauth/authorize',
      token: 'https://connect.stripe.com/oauth/token',
      // Deauthorizing takes the account's id and the platform's secret key, not a token: it is left to the dashboard.
      closed: ['https://connect.stripe.com/oauth/deauthorize'],
    },
    authorize: { pkceSupport: 'unsupported', pkceSafeToSend: true },
    // Access tokens do not expire, and refreshing them is for narrowing scopes only.
    refresh: { rotation: 'none' },
    account: {
      url: 'https://api.stripe.com/v1/account',
      identity: ['id'],
      label: ['email', 'settings.dashboard.display_name', 'id'],
      name: ['settings.dashboard.display_name', 'business_profile.name'],
    },
    api: { hosts: ['api.stripe.com', 'files.stripe.com'] },
    scopes: {
      read_only: ['read everything in your Stripe account', 'high'],
      read_write: ['read and change everything in your Stripe account, also take payments', 'high'],
    },
    consoleUrl: 'https://dashboard.stripe.com/settings/connect/onboarding-options/oauth',
    settingsUrl: 'https://dashboard.stripe.com/settings/apps',
    setup: [
      'Switch OAuth for standard accounts on in the Connect settings of the dashboard.',
      'Add the callback URL shown here as a redirect URI.',
      'Take the client id (ca_…) from there; the client secret is the secret API key (sk_…).',
    ],
    ...member,
  });
