import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'klaviyo',
  name: 'Klaviyo',
  category: 'marketing',
  monogram: 'Kl',
  hue: 15,
  endpoints: {
    authorize: 'https://www.klaviyo.com/oauth/authorize',
    token: 'https://a.klaviyo.com/oauth/token',
    // The vendor does not say how far it reaches.
    revoke: { url: 'https://a.klaviyo.com/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['accounts:read'],
    pkceSupport: 'required',
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'static', accessTtlSeconds: 3600, refreshTtlSeconds: 7_776_000 },
  account: {
    // The company: a token belongs to the whole account.
    url: 'https://a.klaviyo.com/api/accounts',
    identity: ['data.0.id'],
    label: ['data.0.attributes.contact_information.organization_name', 'data.0.id'],
    name: ['data.0.attributes.contact_information.organization_name'],
  },
  api: {
    hosts: ['a.klaviyo.com'],
    // Calls without a revision are refused.
    defaultHeaders: { revision: '2024-10-15' },
    rateLimit: { remaining: 'ratelimit-remaining', resetIn: 'ratelimit-reset' },
  },
  scopes: {
    'accounts:read': ['see the name and details of your account', 'low'],
    'profiles:read': ['read the profiles of your customers', 'high'],
    'profiles:write': ['create and change profiles of your customers', 'high'],
    'lists:read': ['read your lists', 'medium'],
    'lists:write': ['create, change and delete lists', 'high'],
    'segments:read': ['read your segments', 'medium'],
    'subscriptions:write': ['subscribe and unsubscribe people', 'high'],
    'events:read': ['read what your customers do', 'high'],
    'events:write': ['record what your customers do', 'medium'],
    'metrics:read': ['read your metrics', 'medium'],
    'campaigns:read': ['read your campaigns', 'medium'],
    'campaigns:write': ['create, change and send campaigns', 'high'],
    'flows:read': ['read your flows', 'medium'],
    'flows:write': ['change your flows and switch them on and off', 'high'],
    'templates:read': ['read your templates', 'low'],
    'templates:write': ['create, change and delete templates', 'medium'],
    'catalogs:read': ['read your product catalog', 'low'],
    'catalogs:write': ['change your product catalog', 'medium'],
    'data-privacy:write': ['erase all that is known about a customer', 'high'],
  },
  consoleUrl: 'https://www.klaviyo.com/manage-apps',
  settingsUrl: null,
  setup: [
    'As an owner or admin of a Klaviyo account, open "Manage apps" under "Developers" and choose "Create app".',
    'Take the client id and the client secret at once: the secret is shown a single time.',
    'Enter the callback URL shown here as a redirect URL, and the scopes that you configure here together with accounts:read.',
    'Owners and admins of any account can connect. Klaviyo reviews an app only for a listing in its marketplace.',
  ],
});
