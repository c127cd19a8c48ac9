/** Stripe Connect: a platform acts for the standard accounts that connected to it. */
import { defineProvider, type ProviderEntry } from '../define-provider.ts';
import type { Provider, ProviderHooks } from '../provider.ts';

type Member = Pick<ProviderEntry, 'id' | 'name' | 'category' | 'monogram' | 'hue'>;

/** The account has disconnected itself. A wrong client is refused with the same code; the sentence tells them apart. */
const errorClass: ProviderHooks['errorClass'] = (error, { error_description: words }) =>
  error === 'invalid_client' && typeof words === 'string' && /not connected to stripe account/i.test(words)
    ? 'permanent'
    : null;

export const stripeConnectProvider = (member: Member): Provider =>
  defineProvider({
    variables: [
      {
        name: 'account',
        label: 'Account',
        kind: 'value',
        from: 'token',
        pattern: /acct_[A-Za-z0-9]{1,64}/,
        at: 'stripe_user_id',
        example: 'acct_1032D82eZvKYlo2C',
      },
    ],
    endpoints: {
      authorize: 'https://connect.stripe.com/oauth/authorize',
      token: 'https://connect.stripe.com/oauth/token',
      revoke: {
        // Takes the platform away from the account, which it wants by its id.
        url: 'https://connect.stripe.com/oauth/deauthorize',
        auth: 'client-bearer',
        field: 'stripe_user_id',
        value: '{account}',
        token: 'either',
        scope: 'client_user',
      },
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
    // No Stripe-Version: it decides the form of answers, so it is the caller's to send. Without it the account's own counts.
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
    hooks: { errorClass },
    ...member,
  });
