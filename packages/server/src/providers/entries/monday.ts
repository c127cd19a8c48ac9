import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'monday',
  name: 'monday.com',
  category: 'productivity',
  monogram: 'Mc',
  hue: 135,
  endpoints: {
    authorize: 'https://auth.monday.com/oauth2/authorize',
    token: 'https://auth.monday.com/oauth2/token',
  },
  authorize: {
    query: { force_install_if_needed: 'true' },
    identityScopes: ['me:read'],
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.monday.com/v2',
    method: 'POST',
    body: '{"query":"{me{id email account{id slug}}}"}',
    identity: ['data.me.id'],
    label: ['data.me.email'],
  },
  api: {
    hosts: ['api.monday.com'],
    defaultHeaders: { 'api-version': '2024-10' },
  },
  scopes: {
    'me:read': ['see your name and e-mail address', 'low'],
  },
  consoleUrl: 'https://auth.monday.com/developers',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at monday.com.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
