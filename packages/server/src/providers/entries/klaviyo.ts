import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'klaviyo',
  name: 'Klaviyo',
  category: 'marketing',
  monogram: 'Kl',
  hue: 45,
  endpoints: {
    authorize: 'https://www.klaviyo.com/oauth/authorize',
    token: 'https://a.klaviyo.com/oauth/token',
    revoke: { url: 'https://a.klaviyo.com/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['accounts:read'],
    pkceSupport: 'required',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 7_776_000,
  },
  account: {
    url: 'https://a.klaviyo.com/api/accounts',
    identity: ['data.0.id'],
    label: ['data.0.attributes.contact_information.organization_name'],
  },
  api: {
    hosts: ['a.klaviyo.com'],
    defaultHeaders: { revision: '2024-10-15' },
  },
  scopes: {
    'accounts:read': ['see the name of your account', 'low'],
  },
  consoleUrl: 'https://www.klaviyo.com/manage-apps',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Klaviyo.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
