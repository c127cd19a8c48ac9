import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'gumroad',
  name: 'Gumroad',
  category: 'e-commerce',
  monogram: 'Gu',
  hue: 312,
  endpoints: {
    authorize: 'https://gumroad.com/oauth/authorize',
    token: 'https://api.gumroad.com/oauth/token',
  },
  authorize: {
    identityScopes: ['view_profile'],
    pkceSafeToSend: true,
  },
  // Tokens live until they are taken back.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api.gumroad.com/v2/user',
    identity: ['user.user_id'],
    label: ['user.email', 'user.name', 'user.user_id'],
    name: ['user.name'],
  },
  api: {
    hosts: ['api.gumroad.com'],
  },
  scopes: {
    view_profile: ['see your name and profile', 'low'],
    view_sales: ['read your sales and who bought', 'medium'],
    mark_sales_as_shipped: ['mark your sales as shipped', 'medium'],
    edit_sales: ['refund your sales and send receipts again', 'high'],
    edit_products: ['create, change and delete your products, offers and prices', 'high'],
    view_payouts: ['see what Gumroad pays out to you', 'medium'],
  },
  consoleUrl: 'https://gumroad.com/settings/advanced',
  settingsUrl: 'https://gumroad.com/settings/authorized_applications',
  setup: [
    'Under "Advanced" in your settings, find "Applications" and create one with a name and an icon.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the application id (client id) and the application secret (client secret). Scopes are chosen here, in the config.',
  ],
  verifyBeforeRelease: true,
});
