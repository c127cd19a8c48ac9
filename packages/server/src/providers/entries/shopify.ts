import { createHmac, timingSafeEqual } from 'node:crypto';
import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'shopify',
  name: 'Shopify',
  category: 'e-commerce',
  monogram: 'Sh',
  hue: 88,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'Install the app in a store of your own organization, and name it as the variable `shop` when you ask.',
    },
  },
  verifyBeforeRelease: true,
  variables: [
    {
      name: 'shop',
      label: 'Your store (the part before .myshopify.com)',
      kind: 'label',
      from: 'person',
      pattern: /[a-z0-9][a-z0-9-]*/,
      suffix: '.myshopify.com',
      example: 'acme-store',
    },
  ],
  endpoints: {
    authorize: 'https://{shop}.myshopify.com/admin/oauth/authorize',
    token: 'https://{shop}.myshopify.com/admin/oauth/access_token',
    revoke: {
      url: 'https://{shop}.myshopify.com/admin/api_permissions/current.json',
      method: 'DELETE',
      auth: 'bearer',
      // Removes the app from the store.
      scope: 'client_user',
    },
    closed: [
      // Tokens that this one can make.
      'https://{shop}.myshopify.com/admin/access_tokens/delegate.json',
      'https://{shop}.myshopify.com/admin/access_tokens/delegate',
      'https://{shop}.myshopify.com/admin/api/{version}/storefront_access_tokens.json',
      'https://{shop}.myshopify.com/admin/storefront_access_tokens.json',
    ],
  },
  authorize: {
    scopeSeparator: ',',
    offline: 'the member expiring=1 of the request that trades the code',
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  callback: { expect: { shop: '{shop}.myshopify.com' } },
  token: {
    // Without it the token never ends, and Shopify refuses such tokens of public apps.
    extra: { expiring: '1' },
  },
  refresh: {
    // A used refresh token answers again at least for an hour, until its successor is used.
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 7_776_000,
    graceSeconds: 3600,
  },
  account: {
    // GraphQL, as new apps may not use the REST API.
    url: 'https://{shop}.myshopify.com/admin/api/2026-01/graphql.json',
    method: 'POST',
    body: '{"query":"{shop{id name myshopifyDomain}}"}',
    identity: ['data.shop.id'],
    label: ['data.shop.myshopifyDomain'],
    name: ['data.shop.name'],
  },
  api: {
    hosts: ['{shop}.myshopify.com'],
    inject: { name: 'x-shopify-access-token', format: '{token}' },
    // The header X-Shopify-Shop-Api-Call-Limit says how many calls were made and not until when; Retry-After comes with 429.
    rateLimit: { inBody: { status: 200, path: 'errors.0.extensions.code', values: ['THROTTLED'] } },
  },
  scopes: {
    read_products: ['see your products', 'low'],
    write_products: ['create, change and delete your products', 'high'],
    read_inventory: ['see what you have in stock', 'low'],
    write_inventory: ['change what you have in stock', 'medium'],
    read_orders: ['read your orders of the last 60 days', 'medium'],
    read_all_orders: ['read all your orders, also old ones', 'medium'],
    write_orders: ['create, change and delete your orders', 'high'],
    read_customers: ['read your customers’ names, addresses and orders', 'medium'],
    write_customers: ['create, change and delete your customers', 'high'],
    read_fulfillments: ['see how your orders are shipped', 'low'],
    write_fulfillments: ['change how your orders are shipped', 'medium'],
    read_discounts: ['see your discounts', 'low'],
    write_discounts: ['create, change and delete your discounts', 'high'],
    read_content: ['read your pages and blogs', 'low'],
    write_content: ['create, change and delete your pages and blogs', 'high'],
    read_themes: ['read the design of your store', 'low'],
    write_themes: ['change the design of your store', 'high'],
    read_locations: ['see your places of business', 'low'],
  },
  consoleUrl: 'https://dev.shopify.com/dashboard',
  settingsUrl: null,
  setup: [
    'Create an app in the Dev Dashboard and start a version of it from there.',
    'In that version enter your app’s URL, add the callback URL shown here to the allowed redirect URLs, list the scopes that you configure here, and release it.',
    'Take the client id and the client secret from the app’s settings.',
    'A connection is the store’s (an offline token), whoever of its staff makes it: per-user tokens, which end with a person’s session, are not asked for.',
    'Choose how it is distributed: to one store, or publicly after Shopify’s review. Customers’ data and orders need the approval for protected customer data.',
  ],
  hooks: {
    // Signed with the client secret: HMAC-SHA256 over the other parameters, sorted by name.
    callbackGenuine: (parameters, clientSecret) => {
      const given = parameters.get('hmac');
      if (given === null || clientSecret === null) return false;
      const rest = [...parameters].filter(([name]) => name !== 'hmac').sort(([a], [b]) => (a < b ? -1 : 1));
      const message = rest.map(([name, value]) => `${name}=${value}`).join('&');
      const wanted = createHmac('sha256', clientSecret.reveal()).update(message).digest();
      const got = Buffer.from(given, 'hex');
      return got.length === wanted.length && timingSafeEqual(got, wanted);
    },
    // There is no app with this client id.
    errorClass: (error) => (error === 'application_cannot_be_found' ? 'configuration' : null),
    // To write is to read: of the two scopes that were asked for, only the writing one is answered.
    tokenAnswer: (answer) => {
      const { scope } = answer.body;
      if (typeof scope !== 'string') return answer;
      const granted = scope.split(',').filter(Boolean);
      const implied = granted.filter((one) => one.startsWith('write_')).map((one) => one.replace('write_', 'read_'));
      return { ...answer, body: { ...answer.body, scope: [...new Set([...granted, ...implied])].join(',') } };
    },
  },
});
