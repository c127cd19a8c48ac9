import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'constant-contact',
  name: 'Constant Contact',
  category: 'marketing',
  monogram: 'Cn',
  hue: 210,
  flowKinds: ['authorization_code', 'device_code'],
  kinds: {
    device_code: {
      setup: 'Make an API key for the device flow, which is another client. Name the kind in the config.',
    },
  },
  endpoints: {
    authorize: 'https://authz.constantcontact.com/oauth2/default/v1/authorize',
    token: 'https://authz.constantcontact.com/oauth2/default/v1/token',
    revoke: { url: 'https://authz.constantcontact.com/oauth2/default/v1/revoke', scope: 'client_user' },
    introspect: 'https://authz.constantcontact.com/oauth2/default/v1/introspect',
    deviceAuthorization: 'https://authz.constantcontact.com/oauth2/default/v1/device/authorize',
  },
  authorize: {
    identityScopes: ['account_read', 'offline_access'],
    offline: 'the scope offline_access',
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  // Rotation is a setting of the app: read as single-use. An unused refresh token dies after 180 days.
  refresh: { rotation: 'single-use', accessTtlSeconds: 86_400, refreshTtlSeconds: 15_552_000 },
  account: {
    url: 'https://api.cc.email/v3/account/summary',
    identity: ['encoded_account_id'],
    label: ['contact_email'],
    name: ['organization_name'],
  },
  api: { hosts: ['api.cc.email'] },
  scopes: {
    account_read: ['see your account', 'low'],
    account_update: ['change your account', 'high'],
    contact_data: ['read and change your contacts and lists', 'high'],
    campaign_data: ['read, write and send your campaigns', 'high'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://app.constantcontact.com/pages/dma/portal/',
  settingsUrl: null,
  setup: [
    'Create an application with the authorization code flow at Constant Contact.',
    'Enter the callback URL shown here as a redirect URI.',
    'Take the API key (client id) and make a client secret.',
  ],
  verifyBeforeRelease: true,
});
