import { createHmac, timingSafeEqual } from 'node:crypto';
import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'shopify',
  name: 'Shopify',
  category: 'e-commerce',
  monogram: 'Sh',
  hue: 190,
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
      scope: 'client_user',
    },
  },
  authorize: {
    scopeSeparator: ',',
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  callback: { expect: { shop: '{shop}.myshopify.com' } },
  refresh: {
    // Offline tokens do not expire.
    rotation: 'none',
  },
  account: {
    url: 'https://{shop}.myshopify.com/admin/api/2025-01/shop.json',
    identity: ['shop.id'],
    label: ['shop.myshopify_domain'],
  },
  api: {
    hosts: ['{shop}.myshopify.com'],
    inject: { name: 'x-shopify-access-token', format: '{token}' },
  },
  consoleUrl: 'https://partners.shopify.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Shopify.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
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
  },
});
