import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'close',
  name: 'Close',
  category: 'crm',
  monogram: 'Cl',
  hue: 210,
  variables: [
    // The person chooses one of their organizations, and the token is for that one alone.
    {
      name: 'organization',
      label: 'Organization',
      kind: 'value',
      from: 'token',
      pattern: /[A-Za-z0-9_]{1,100}/,
      at: 'organization_id',
      example: 'orga_8c1a',
      default: 'unnamed',
    },
  ],
  endpoints: {
    authorize: 'https://app.close.com/oauth2/authorize/',
    token: 'https://api.close.com/oauth2/token/',
    revoke: {
      url: 'https://api.close.com/oauth2/revoke/',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    closed: ['https://api.close.com/oauth2/register/'],
  },
  authorize: {
    identityScopes: ['all.full_access', 'offline_access'],
    offline: 'the scope offline_access',
    pkceSupport: 'supported',
  },
  // A new refresh token comes each time; whether the one before stays valid is not said.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600 },
  account: {
    url: 'https://api.close.com/api/v1/me/',
    identity: ['{organization}', 'id'],
    label: ['email', 'id'],
    name: ['first_name'],
  },
  api: {
    hosts: ['api.close.com'],
    rateLimit: { together: 'ratelimit' },
  },
  scopes: {
    'all.full_access': ['read and change everything you can in Close, also mail and calls', 'high'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://app.close.com/settings/developer/oauth-apps/',
  settingsUrl: null,
  setup: [
    'In the settings, under "Developer" and "OAuth Apps", choose "Create App".',
    'Enter the callback URL shown here as its redirect URI; it must be https.',
    'Take the client id and the client secret. Other organizations can connect once the app is made public.',
  ],
  verifyBeforeRelease: true,
});
