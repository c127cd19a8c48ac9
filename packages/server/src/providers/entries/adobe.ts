import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'adobe',
  name: 'Adobe',
  category: 'design',
  monogram: 'Ad',
  hue: 0,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup:
        'Add the credential "OAuth Server-to-Server" to a project, a client of its own; configure the scopes that it lists.',
    },
  },
  endpoints: {
    authorize: 'https://ims-na1.adobelogin.com/ims/authorize/v2',
    token: 'https://ims-na1.adobelogin.com/ims/token/v3',
    revoke: { url: 'https://ims-na1.adobelogin.com/ims/revoke', scope: 'client_user' },
    closed: ['https://ims-na1.adobelogin.com/ims/validate_token/{version}'],
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['openid', 'AdobeID', 'offline_access'],
    offline: 'the scope offline_access',
    pkceSupport: 'supported',
  },
  // The refresh token dies after 14 days.
  refresh: { rotation: 'single-use', accessTtlSeconds: 86_400, refreshTtlSeconds: 1_209_600 },
  account: {
    url: 'https://ims-na1.adobelogin.com/ims/userinfo/v2',
    identity: ['sub'],
    label: ['email', 'sub'],
    name: ['name'],
  },
  api: {
    hosts: ['image.adobe.io', 'firefly-api.adobe.io', 'lr.adobe.io', 'cc-libraries.adobe.io', 'pdf-services.adobe.io'],
    // Every call names the app.
    defaultHeaders: { 'x-api-key': '{client_id}' },
  },
  scopes: {
    openid: ['know which Adobe account it is', 'low'],
    AdobeID: ['see your Adobe profile', 'low'],
    offline_access: ['stay connected when you are away', 'low'],
    email: ['see your e-mail address', 'low'],
    profile: ['see your name', 'low'],
    creative_sdk: ['use your Creative Cloud files', 'high'],
    lr_partner_apis: ['see and change your Lightroom photos', 'high'],
  },
  consoleUrl: 'https://developer.adobe.com/console',
  settingsUrl: 'https://account.adobe.com/security',
  setup: [
    'Create a project in the Adobe Developer Console and add an API with the credential "OAuth Web App".',
    'Enter the callback URL shown here as the default redirect URI, and its pattern.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
