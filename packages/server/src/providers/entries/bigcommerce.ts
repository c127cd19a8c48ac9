import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'bigcommerce',
  name: 'BigCommerce',
  category: 'e-commerce',
  monogram: 'Bi',
  hue: 190,
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
      pattern: /[a-z0-9_ ]{1,250}/,
      example: 'store_v2_products users_basic_information',
    },
  ],
  endpoints: {
    authorize: 'https://login.bigcommerce.com/oauth2/authorize',
    token: 'https://login.bigcommerce.com/oauth2/token',
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: {
    // Both came with the callback and are asked back.
    extra: { context: 'stores/{store}', scope: '{scope}' },
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.bigcommerce.com/stores/{store}/v2/store',
    identity: ['id'],
    label: ['secure_url'],
  },
  api: {
    hosts: ['api.bigcommerce.com'],
    inject: { name: 'x-auth-token', format: '{token}' },
    rateLimit: { resetInMs: 'x-rate-limit-time-reset-ms' },
  },
  consoleUrl: 'https://devtools.bigcommerce.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at BigCommerce.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
