import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'canva',
  name: 'Canva',
  category: 'design',
  monogram: 'Ca',
  hue: 105,
  endpoints: {
    authorize: 'https://www.canva.com/api/oauth/authorize',
    token: 'https://api.canva.com/rest/v1/oauth/token',
    revoke: { url: 'https://api.canva.com/rest/v1/oauth/revoke', scope: 'client_user' },
    introspect: 'https://api.canva.com/rest/v1/oauth/introspect',
  },
  authorize: {
    pkceSupport: 'required',
    // Spelt in small letters.
    challengeMethod: 's256',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 14_400,
  },
  account: {
    url: 'https://api.canva.com/rest/v1/users/me',
    identity: ['team_user.team_id', 'team_user.user_id'],
    label: ['team_user.user_id'],
  },
  api: {
    hosts: ['api.canva.com'],
  },
  consoleUrl: 'https://www.canva.com/developers/integrations',
  settingsUrl: 'https://www.canva.com/settings/apps',
  setup: [
    'Register an app for OAuth at Canva.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
