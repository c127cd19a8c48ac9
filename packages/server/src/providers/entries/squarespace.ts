import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'squarespace',
  name: 'Squarespace',
  category: 'e-commerce',
  monogram: 'Ss',
  hue: 30,
  endpoints: {
    authorize: 'https://login.squarespace.com/api/1/login/oauth/provider/authorize',
    token: 'https://login.squarespace.com/api/1/login/oauth/provider/tokens',
  },
  authorize: {
    query: { access_type: 'offline' },
    scopeSeparator: ',',
    offline: 'access_type=offline',
    pkceSafeToSend: true,
  },
  // Calls that do not say who makes them are refused, those for tokens too.
  token: { clientAuth: 'basic', body: 'json', headers: { 'user-agent': 'alter' } },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 1800,
    refreshTtlSeconds: 604_800,
  },
  account: {
    url: 'https://api.squarespace.com/1.0/authorization/website',
    // A token is of one site, whoever connected it.
    identity: ['id'],
    label: ['title', 'url', 'id'],
    name: ['title'],
  },
  api: {
    hosts: ['api.squarespace.com'],
    defaultHeaders: { 'user-agent': 'alter' },
  },
  scopes: {
    'website.orders.read': ['read your orders', 'medium'],
    'website.orders': ['create orders and mark them as fulfilled', 'high'],
    'website.transactions.read': ['see your sales and donations', 'medium'],
    'website.inventory.read': ['see what you have in stock', 'low'],
    'website.inventory': ['change what you have in stock', 'medium'],
    'website.products.read': ['see your products', 'low'],
    'website.products': ['create, change and delete your products', 'high'],
    'website.contacts.read': ['read your customers’ names and addresses', 'medium'],
    'website.contacts': ['create, change and delete your customers’ contacts', 'high'],
    'website.discounts.read': ['see your discounts', 'low'],
    'website.discounts': ['create, change and delete your discounts', 'high'],
  },
  consoleUrl: 'https://account.squarespace.com/developer-apps',
  settingsUrl: null,
  setup: [
    'Register an OAuth client under "Developer Apps" with its name, an icon, and links to your terms and your privacy policy.',
    'Enter the callback URL shown here among its redirect URIs.',
    'Squarespace reviews the client and then gives you the client id and the client secret.',
    'People choose one of their sites when they connect; a second site is a connection of its own.',
  ],
  verifyBeforeRelease: true,
});
