import { defineProvider } from '../define-provider.ts';

const hosts = ['api.etsy.com', 'openapi.etsy.com'];

export default defineProvider({
  id: 'etsy',
  name: 'Etsy',
  category: 'e-commerce',
  monogram: 'Et',
  hue: 20,
  endpoints: {
    authorize: 'https://www.etsy.com/oauth/connect',
    token: 'https://api.etsy.com/v3/public/oauth/token',
    // The second name of the API has the same endpoints; the other path says what a token may do.
    closed: hosts.flatMap((host) => [`https://${host}/v3/public/oauth/token`, `https://${host}/v3/application/scopes`]),
  },
  authorize: {
    identityScopes: ['shops_r'],
    pkceSupport: 'required',
  },
  token: { clientAuth: 'none' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 7_776_000 },
  account: {
    url: 'https://api.etsy.com/v3/application/users/me',
    identity: ['user_id'],
    label: ['shop_id', 'user_id'],
  },
  api: {
    hosts,
    // Wanted beside every token; the keystring alone is refused since February 2026.
    defaultHeaders: { 'x-api-key': '{client_id}:{client_secret}' },
  },
  scopes: {
    shops_r: ['see your shop', 'low'],
    shops_w: ['change your shop', 'high'],
    listings_r: ['see your listings, also drafts', 'low'],
    listings_w: ['create and change listings', 'high'],
    listings_d: ['delete listings', 'high'],
    transactions_r: ['read your sales and purchases', 'medium'],
    transactions_w: ['change your sales, for example mark them as sent', 'high'],
    profile_r: ['see your profile', 'low'],
    email_r: ['see your e-mail address', 'low'],
    address_r: ['see your postal addresses', 'medium'],
    billing_r: ['see what Etsy charges you', 'medium'],
    feedback_r: ['see reviews of you', 'low'],
    favorites_r: ['see your favourites', 'low'],
    cart_r: ['see what is in your carts', 'medium'],
  },
  consoleUrl: 'https://www.etsy.com/developers/your-apps',
  settingsUrl: 'https://www.etsy.com/your/account/apps',
  setup: [
    'Choose "Create a new app" and wait for Etsy to approve it; two-factor login must be on.',
    'Under "Edit your callback URLs" add the callback URL shown here; every character counts, and it must be https.',
    'Take the keystring as the client id and the shared secret as the client secret: calls need both, to connect the keystring is enough.',
    'With personal access only your own shop can connect; ask for commercial access to let others in.',
  ],
  verifyBeforeRelease: true,
});
