import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'paypal',
  name: 'PayPal',
  category: 'payment',
  monogram: 'Pp',
  hue: 221,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Nothing more: the same client acts for the business that the app belongs to. Ask with `scopes: []` for all that is switched on there.',
    },
  },
  variables: [
    // The sandbox has people, apps and hosts of its own.
    {
      name: 'site',
      label: 'www.paypal.com, or www.sandbox.paypal.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('www.paypal.com', 'www.sandbox.paypal.com'),
      default: 'www.paypal.com',
    },
    {
      name: 'api',
      label: 'api-m.paypal.com, or api-m.sandbox.paypal.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api-m.paypal.com', 'api-m.sandbox.paypal.com'),
      default: 'api-m.paypal.com',
    },
  ],
  endpoints: {
    authorize: 'https://{site}/signin/authorize',
    token: 'https://{api}/v1/oauth2/token',
    closed: [
      'https://{api}/v1/oauth2/token/terminate',
      'https://{api}/v1/identity/openidconnect/tokenservice',
      'https://{api}/v1/identity/generate-token',
    ],
  },
  authorize: {
    identityScopes: ['openid', 'email'],
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'static', accessTtlSeconds: 28_800 },
  account: {
    url: 'https://{api}/v1/identity/oauth2/userinfo?schema=paypalv1.1',
    identity: ['payer_id'],
    label: ['emails.0.value', 'name', 'payer_id'],
    name: ['name'],
  },
  api: {
    hosts: ['{api}'],
  },
  scopes: {
    openid: ['know which PayPal account it is', 'low'],
    email: ['see your e-mail address', 'low'],
    profile: ['see your name and birthday', 'medium'],
    address: ['see your postal address', 'medium'],
    phone: ['see your phone number', 'medium'],
    'https://uri.paypal.com/services/paypalattributes': ['see since when you have the account, and its status', 'low'],
    'https://uri.paypal.com/services/invoicing': ['read, create and send invoices', 'high'],
  },
  consoleUrl: 'https://developer.paypal.com/dashboard/applications',
  settingsUrl: 'https://www.paypal.com/myaccount/privacy/settings/permissions',
  setup: [
    'Under "Apps & Credentials" of the developer dashboard create an app, first under "Sandbox", later under "Live".',
    'Switch on "Log in with PayPal" and open its advanced settings: enter the callback URL shown here as a return URL, and links to your terms and privacy policy.',
    'Tick there what you configure here as scopes; full name, addresses and phone numbers are reviewed by PayPal before they work live.',
    'Take the client id and the secret. For those of the sandbox set the variables `site` and `api`.',
  ],
  verifyBeforeRelease: true,
});
