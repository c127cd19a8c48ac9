import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'amazon-selling-partner',
  name: 'Amazon Selling Partner',
  category: 'e-commerce',
  monogram: 'As',
  hue: 55,
  variables: [
    {
      name: 'seller_central',
      label: 'Seller Central of the marketplace',
      kind: 'host',
      from: 'operator',
      pattern: oneOf(
        'sellercentral.amazon.com',
        'sellercentral-europe.amazon.com',
        'sellercentral.amazon.co.uk',
        'sellercentral.amazon.de',
        'sellercentral.amazon.fr',
        'sellercentral.amazon.it',
        'sellercentral.amazon.es',
        'sellercentral.amazon.co.jp',
        'sellercentral.amazon.com.au',
        'sellercentral.amazon.in',
      ),
      default: 'sellercentral.amazon.com',
    },
    {
      name: 'application_id',
      label: 'Application id (amzn1.sp.solution.…)',
      kind: 'value',
      from: 'operator',
      pattern: /[A-Za-z0-9._-]{1,100}/,
      example: 'amzn1.sp.solution.1f0a',
    },
    {
      name: 'seller',
      label: 'Selling partner id',
      kind: 'path',
      from: 'callback',
      pattern: /[A-Z0-9]{1,40}/,
      at: 'selling_partner_id',
      example: 'A2EUQ1WTGCTBG2',
    },
  ],
  endpoints: {
    authorize: 'https://{seller_central}/apps/authorize/consent',
    token: 'https://api.amazon.com/auth/o2/token',
  },
  authorize: {
    query: { application_id: '{application_id}' },
    pkceSupport: 'unsupported',
  },
  callback: { code: 'spapi_oauth_code' },
  refresh: {
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 31_536_000,
  },
  accountInToken: { identity: ['{seller}'], label: ['{seller}'] },
  api: {
    hosts: ['sellingpartnerapi-na.amazon.com', 'sellingpartnerapi-eu.amazon.com', 'sellingpartnerapi-fe.amazon.com'],
    inject: { name: 'x-amz-access-token', format: '{token}' },
  },
  consoleUrl: 'https://sellercentral.amazon.com/sellingpartner/developerconsole',
  settingsUrl: 'https://sellercentral.amazon.com/apps/manage',
  setup: [
    'Register an app for OAuth at Amazon Selling Partner.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
