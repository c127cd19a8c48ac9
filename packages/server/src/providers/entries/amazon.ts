import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'amazon',
  name: 'Amazon',
  category: 'e-commerce',
  monogram: 'Am',
  hue: 235,
  endpoints: {
    authorize: 'https://www.amazon.com/ap/oa',
    token: 'https://api.amazon.com/auth/o2/token',
    introspect: 'https://api.amazon.com/auth/o2/tokeninfo',
  },
  authorize: {
    identityScopes: ['profile'],
    pkceSupport: 'supported',
  },
  refresh: {
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.amazon.com/user/profile',
    identity: ['user_id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.amazon.com'],
  },
  scopes: {
    profile: ['see your name and picture', 'low'],
  },
  consoleUrl: 'https://developer.amazon.com/loginwithamazon/console/site/lwa/overview.html',
  settingsUrl: 'https://www.amazon.com/ap/adam',
  setup: [
    'Register an app for OAuth at Amazon.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
