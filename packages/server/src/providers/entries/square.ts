import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'square',
  name: 'Square',
  category: 'payment',
  monogram: 'Sq',
  hue: 210,
  verifyBeforeRelease: true,
  variables: [
    {
      name: 'connect',
      label: 'connect.squareup.com, or connect.squareupsandbox.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('connect.squareup.com', 'connect.squareupsandbox.com'),
      default: 'connect.squareup.com',
    },
    // The sandbox does not know how to ask for a sign-in.
    {
      name: 'session',
      label: 'Whether a seller who is signed in already may connect at once: false, or true for the sandbox',
      kind: 'value',
      from: 'operator',
      pattern: oneOf('false', 'true'),
      default: 'false',
    },
  ],
  endpoints: {
    authorize: 'https://{connect}/oauth2/authorize',
    token: 'https://{connect}/oauth2/token',
    revoke: {
      url: 'https://{connect}/oauth2/revoke',
      auth: 'client-header',
      carries: 'json',
      field: 'access_token',
      token: 'access',
      // Ends all tokens that the app has of the seller, whichever is named.
      scope: 'client_user',
    },
    introspect: 'https://{connect}/oauth2/token/status',
    closed: [
      'https://{connect}/oauth2/clients/{client_id}/access-token/renew',
      'https://{connect}/mobile/authorization-code',
    ],
  },
  authorize: {
    // The seller signs in again, so that nobody connects the account of who used the browser before.
    query: { session: '{session}' },
    identityScopes: ['MERCHANT_PROFILE_READ'],
    pkceSupport: 'supported',
    pkceOffBecause: 'its PKCE flow gives single-use refresh tokens of 90 days instead of static ones',
  },
  token: { body: 'json' },
  refresh: {
    // The answer has `expires_at`, a date, and no `expires_in`.
    rotation: 'static',
    accessTtlSeconds: 2_592_000,
  },
  account: {
    url: 'https://{connect}/v2/merchants/me',
    identity: ['merchant.id'],
    label: ['merchant.business_name', 'merchant.id'],
    name: ['merchant.business_name'],
  },
  api: {
    hosts: ['{connect}'],
    defaultHeaders: { 'square-version': '2025-01-23' },
  },
  scopes: {
    MERCHANT_PROFILE_READ: ['see the name of your business', 'low'],
    MERCHANT_PROFILE_WRITE: ['change your business’s profile and locations', 'medium'],
    PAYMENTS_READ: ['see your payments and refunds', 'medium'],
    PAYMENTS_WRITE: ['take and refund payments', 'high'],
    ORDERS_READ: ['read your orders', 'medium'],
    ORDERS_WRITE: ['create and change your orders', 'high'],
    CUSTOMERS_READ: ['read your customers’ names and addresses', 'medium'],
    CUSTOMERS_WRITE: ['create, change and delete your customers', 'high'],
    ITEMS_READ: ['see what you sell', 'low'],
    ITEMS_WRITE: ['create, change and delete what you sell', 'high'],
    INVENTORY_READ: ['see what you have in stock', 'low'],
    INVENTORY_WRITE: ['change what you have in stock', 'medium'],
    INVOICES_READ: ['read your invoices', 'medium'],
    INVOICES_WRITE: ['create, send and cancel invoices', 'high'],
    EMPLOYEES_READ: ['see the people of your team', 'medium'],
    APPOINTMENTS_READ: ['see your bookings', 'medium'],
    APPOINTMENTS_WRITE: ['make and change bookings', 'medium'],
    BANK_ACCOUNTS_READ: ['see your bank accounts', 'medium'],
  },
  consoleUrl: 'https://developer.squareup.com/apps',
  settingsUrl: 'https://app.squareup.com/dashboard/apps/my-applications',
  setup: [
    'Create an application in the Developer Console and open its "OAuth" page.',
    'Choose production at the top, and enter the callback URL shown here as the redirect URL (https only).',
    'Take the application id (client id) and the application secret from that page.',
    'For the sandbox take those of the sandbox, set the variable `connect` to its host and `session` to true, and open a test seller’s dashboard before you connect.',
  ],
  hooks: {
    // A sentence says what is wrong, alone or in a list of errors; the words beside it are said of everything.
    tokenAnswer: (answer) => {
      const { errors, type, message } = answer.body;
      const [first] = Array.isArray(errors) ? (errors as ({ detail?: unknown } | undefined)[]) : [];
      const words = first?.detail ?? message;
      const said = typeof words === 'string' ? words : '';
      const error = /^(Invalid refresh token|Authorization code not found)/i.test(said)
        ? 'invalid_grant'
        : type === 'service.not_authorized' && said === 'Not Authorized'
          ? 'invalid_client'
          : null;
      return error === null || answer.status < 400
        ? answer
        : { ...answer, body: { ...answer.body, error, error_description: said } };
    },
  },
});
