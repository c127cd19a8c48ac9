import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'paypal',
  name: 'PayPal',
  category: 'payment',
  monogram: 'Pa',
  hue: 165,
  endpoints: {
    authorize: 'https://www.paypal.com/signin/authorize',
    token: 'https://api-m.paypal.com/v1/oauth2/token',
  },
  authorize: {
    identityScopes: ['openid', 'email'],
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 28_800,
  },
  account: {
    url: 'https://api-m.paypal.com/v1/identity/oauth2/userinfo?schema=paypalv1.1',
    identity: ['payer_id'],
    label: ['emails.0.value'],
  },
  api: {
    hosts: ['api-m.paypal.com', 'api-m.sandbox.paypal.com'],
  },
  scopes: {
    openid: ['know which account it is', 'low'],
    email: ['see your e-mail address', 'low'],
  },
  consoleUrl: 'https://developer.paypal.com/dashboard/applications',
  settingsUrl: 'https://www.paypal.com/myaccount/privacy/settings/permissions',
  setup: [
    'Register an app for OAuth at PayPal.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
