import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'ebay',
  name: 'eBay',
  category: 'e-commerce',
  monogram: 'Eb',
  hue: 120,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Nothing more: the same client reads what anybody can see. Configure https://api.ebay.com/oauth/api_scope and ask for it alone.',
    },
  },
  verifyBeforeRelease: true,
  variables: [
    // The redirect URI is spoken of by this name.
    {
      name: 'ru_name',
      label: 'RuName of the OAuth redirect',
      kind: 'value',
      from: 'operator',
      pattern: /[A-Za-z0-9_-]{1,120}/,
      example: 'Acme-AcmeApp-PRD-abcde',
    },
  ],
  endpoints: {
    authorize: 'https://auth.ebay.com/oauth2/authorize',
    token: 'https://api.ebay.com/identity/v1/oauth2/token',
  },
  authorize: {
    identityScopes: ['https://api.ebay.com/oauth/api_scope/commerce.identity.readonly'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  callback: { redirectUri: '{ru_name}' },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'static',
    accessTtlSeconds: 7200,
    refreshTtlSeconds: 47_304_000,
  },
  account: {
    url: 'https://apiz.ebay.com/commerce/identity/v1/user/',
    identity: ['userId'],
    label: ['username'],
  },
  api: {
    hosts: ['api.ebay.com', 'apiz.ebay.com'],
  },
  scopes: {
    'https://api.ebay.com/oauth/api_scope/commerce.identity.readonly': ['see whose account it is', 'low'],
    'https://api.ebay.com/oauth/api_scope/sell.inventory.readonly': ['see your inventory and offers', 'medium'],
    'https://api.ebay.com/oauth/api_scope/sell.inventory': [
      'create, change and delete your inventory and offers',
      'high',
    ],
    'https://api.ebay.com/oauth/api_scope/sell.fulfillment.readonly': ['see your orders and who bought', 'medium'],
    'https://api.ebay.com/oauth/api_scope/sell.fulfillment': [
      'see your orders, mark them as shipped and refund them',
      'high',
    ],
    'https://api.ebay.com/oauth/api_scope/sell.account.readonly': ['see your selling policies and programs', 'medium'],
    'https://api.ebay.com/oauth/api_scope/sell.account': ['change your selling policies and programs', 'high'],
    'https://api.ebay.com/oauth/api_scope/sell.marketing.readonly': ['see your promotions and advertising', 'medium'],
    'https://api.ebay.com/oauth/api_scope/sell.marketing': [
      'create, change and pay for your promotions and advertising',
      'high',
    ],
    'https://api.ebay.com/oauth/api_scope/sell.analytics.readonly': [
      'see how your listings and your account perform',
      'medium',
    ],
    'https://api.ebay.com/oauth/api_scope/sell.finances': [
      'see your payouts and transactions, and refund buyers',
      'high',
    ],
  },
  consoleUrl: 'https://developer.ebay.com/my/keys',
  settingsUrl: 'https://accountsettings.ebay.com/uas',
  setup: [
    'Register a key set for production in the eBay developer program.',
    'Add an OAuth redirect: its RuName, not the URL, is what eBay calls the redirect URI; set the callback URL shown here as its "accepted" URL and the variable `ru_name` to the RuName.',
    'Take the App ID (client id) and the Cert ID (client secret).',
    'eBay’s sandbox has key sets and hosts of its own (auth.sandbox.ebay.com, api.sandbox.ebay.com), which are not among these.',
  ],
});
