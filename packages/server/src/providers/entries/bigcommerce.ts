import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'bigcommerce',
  name: 'BigCommerce',
  category: 'e-commerce',
  monogram: 'Bc',
  hue: 227,
  variables: [
    // The store comes as `stores/<hash>`.
    {
      name: 'store',
      label: 'Store',
      kind: 'path',
      from: 'callback',
      pattern: /[a-z0-9]{1,40}/,
      at: 'context',
      example: 'stores/g5cd38',
      capture: /^stores\/([a-z0-9]+)$/,
    },
    {
      name: 'scope',
      label: 'Scopes',
      kind: 'value',
      from: 'callback',
      pattern: /[a-z0-9_ ]{1,4000}/,
      example: 'store_v2_products users_basic_information',
    },
  ],
  endpoints: {
    authorize: 'https://login.bigcommerce.com/oauth2/authorize',
    token: 'https://login.bigcommerce.com/oauth2/token',
    // They make further tokens for the shop's pages, one of them to act as any customer.
    closed: [
      'https://api.bigcommerce.com/stores/{any}/v3/storefront/api-token',
      'https://api.bigcommerce.com/stores/{any}/v3/storefront/api-token-customer-impersonation',
    ],
  },
  authorize: {
    // Reads the name and address of the store.
    identityScopes: ['store_v2_information_read_only'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: {
    // Both came with the callback and are asked back.
    extra: { context: 'stores/{store}', scope: '{scope}' },
  },
  // Tokens do not expire: they end when the app is removed from the store.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api.bigcommerce.com/stores/{store}/v2/store',
    identity: ['id'],
    label: ['secure_url', 'domain', 'id'],
    name: ['name'],
  },
  api: {
    hosts: ['api.bigcommerce.com'],
    // The older half of the API answers with XML unless it is told.
    defaultHeaders: { accept: 'application/json' },
    inject: { name: 'x-auth-token', format: '{token}' },
    rateLimit: { remaining: 'x-rate-limit-requests-left', resetInMs: 'x-rate-limit-time-reset-ms' },
  },
  scopes: {
    store_v2_information_read_only: ['see the name and settings of your store', 'low'],
    store_v2_information: ['change the settings of your store', 'high'],
    store_v2_products_read_only: ['read your products', 'low'],
    store_v2_products: ['create, change and delete products', 'high'],
    store_v2_orders_read_only: ['read your orders', 'medium'],
    store_v2_orders: ['create, change and delete orders', 'high'],
    store_v2_customers_read_only: ['read your customers', 'medium'],
    store_v2_customers: ['create, change and delete customers', 'high'],
    store_v2_content: ['change the pages and scripts of your store', 'high'],
    store_v2_marketing: ['change coupons, banners and gift certificates', 'high'],
    store_v2_transactions_read_only: ['read payments', 'medium'],
    store_cart: ['read and change carts', 'medium'],
    store_inventory: ['read and change your stock', 'high'],
    users_basic_information: ['see the name and e-mail address of who installs the app', 'low'],
  },
  consoleUrl: 'https://devtools.bigcommerce.com/',
  settingsUrl: null,
  setup: [
    'Try this with a store of your own before you rely on it. BigCommerce documents installing an app from the store’s control panel alone: its callback then has no `state`, and is refused here. Whether a connect that begins here comes back with its `state` is in no documentation.',
    'In the developer portal choose "Create an app", and open the section "Technical" of the app.',
    'Enter the callback URL shown here as the auth callback URL; it must be https.',
    'Tick "Information & Settings: read-only" and the scopes that you configure here, exactly the same ones.',
    'Take the client id and the client secret from "View Client ID". Other people’s stores can install it after BigCommerce’s review.',
  ],
  verifyBeforeRelease: true,
});
