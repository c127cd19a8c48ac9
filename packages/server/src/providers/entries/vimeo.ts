import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'vimeo',
  name: 'Vimeo',
  category: 'video',
  monogram: 'Vi',
  hue: 165,
  endpoints: {
    authorize: 'https://api.vimeo.com/oauth/authorize',
    token: 'https://api.vimeo.com/oauth/access_token',
    revoke: { url: 'https://api.vimeo.com/tokens', method: 'DELETE', auth: 'bearer', scope: 'client_user' },
    introspect: 'https://api.vimeo.com/oauth/verify',
  },
  authorize: {
    identityScopes: ['public'],
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.vimeo.com/me',
    identity: ['uri'],
    label: ['name'],
  },
  api: {
    hosts: ['api.vimeo.com'],
    defaultHeaders: { accept: 'application/vnd.vimeo.*+json;version=3.4' },
  },
  scopes: {
    public: ['see your public videos', 'low'],
  },
  consoleUrl: 'https://developer.vimeo.com/apps',
  settingsUrl: 'https://vimeo.com/settings/apps',
  setup: [
    'Register an app for OAuth at Vimeo.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
