import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'airtable',
  name: 'Airtable',
  category: 'productivity',
  monogram: 'Ai',
  hue: 135,
  endpoints: {
    authorize: 'https://airtable.com/oauth2/v1/authorize',
    token: 'https://airtable.com/oauth2/v1/token',
  },
  authorize: {
    identityScopes: ['user.email:read'],
    pkceSupport: 'required',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 5_184_000,
  },
  account: {
    url: 'https://api.airtable.com/v0/meta/whoami',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.airtable.com', 'content.airtable.com'],
  },
  scopes: {
    'user.email:read': ['see your e-mail address', 'low'],
  },
  consoleUrl: 'https://airtable.com/create/oauth',
  settingsUrl: 'https://airtable.com/account/integrations',
  setup: [
    'Register an app for OAuth at Airtable.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
