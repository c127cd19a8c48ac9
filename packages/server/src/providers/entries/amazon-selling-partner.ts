import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

const regions = ['na', 'eu', 'fe'].map((region) => `sellingpartnerapi-${region}.amazon.com`);

/** They give out a token for restricted data, a code, and the app's next secret. */
const tokenPaths = [
  '/tokens/2021-03-01/restrictedDataToken',
  '/authorization/v1/authorizationCode',
  '/applications/2023-11-30/clientSecret',
];

export default defineProvider({
  id: 'amazon-selling-partner',
  name: 'Amazon Selling Partner',
  category: 'e-commerce',
  monogram: 'Sp',
  hue: 30,
  variables: [
    {
      name: 'seller_central',
      label: 'Seller Central of the marketplace',
      kind: 'host',
      from: 'operator',
      pattern: oneOf(
        'sellercentral.amazon.com',
        'sellercentral-europe.amazon.com',
        'sellercentral.amazon.ca',
        'sellercentral.amazon.com.mx',
        'sellercentral.amazon.com.br',
        'sellercentral.amazon.co.uk',
        'sellercentral.amazon.ie',
        'sellercentral.amazon.de',
        'sellercentral.amazon.fr',
        'sellercentral.amazon.it',
        'sellercentral.amazon.es',
        'sellercentral.amazon.nl',
        'sellercentral.amazon.com.be',
        'sellercentral.amazon.se',
        'sellercentral.amazon.pl',
        'sellercentral.amazon.com.tr',
        'sellercentral.amazon.ae',
        'sellercentral.amazon.sa',
        'sellercentral.amazon.eg',
        'sellercentral.amazon.co.za',
        'sellercentral.amazon.in',
        'sellercentral.amazon.sg',
        'sellercentral.amazon.co.jp',
        'sellercentral.amazon.com.au',
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
    // An app that is still a draft is only authorized as a beta.
    {
      name: 'version',
      label: '`beta` while the app is a draft',
      kind: 'value',
      from: 'operator',
      pattern: oneOf('beta'),
      optional: true,
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
    closed: regions.flatMap((host) => tokenPaths.map((path) => `https://${host}${path}`)),
  },
  authorize: {
    query: { application_id: '{application_id}', version: '{version}' },
    pkceSupport: 'unsupported',
  },
  callback: { code: 'spapi_oauth_code' },
  // A seller's consent lasts a year; then it is asked for again.
  refresh: { rotation: 'static', accessTtlSeconds: 3600, refreshTtlSeconds: 31_536_000 },
  accountInToken: { identity: ['{seller}'], label: ['{seller}'] },
  api: {
    hosts: regions,
    // The API refuses a call that does not say what calls.
    defaultHeaders: { 'user-agent': 'alter' },
    inject: { name: 'x-amz-access-token', format: '{token}' },
  },
  noScopes: 'There are none: what an app may do is the roles that Amazon has approved for it.',
  consoleUrl: 'https://sellercentral.amazon.com/sellingpartner/developerconsole',
  settingsUrl: 'https://sellercentral.amazon.com/apps/manage',
  setup: [
    'Register as a developer in Seller Central and have Amazon approve the roles that your app needs; this takes days.',
    'Under "Develop Apps" add an app client of the type SP-API and choose its roles: they stand in place of scopes.',
    'Enter the callback URL shown here as an OAuth redirect URI of the app; it must be https.',
    'Take the LWA client id and secret from "View credentials", and set `application_id` to the id of the app.',
    'Set `version` to beta until the app is published, and `seller_central` when sellers are not in the United States.',
  ],
  verifyBeforeRelease: true,
});
