import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'twitch',
  name: 'Twitch',
  category: 'video',
  monogram: 'Tw',
  hue: 175,
  endpoints: {
    authorize: 'https://id.twitch.tv/oauth2/authorize',
    token: 'https://id.twitch.tv/oauth2/token',
    revoke: { url: 'https://id.twitch.tv/oauth2/revoke', auth: 'client-id', token: 'access', scope: 'client_user' },
    introspect: 'https://id.twitch.tv/oauth2/validate',
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  refresh: {
    accessTtlSeconds: 14_400,
  },
  account: {
    url: 'https://api.twitch.tv/helix/users',
    identity: ['data.0.id'],
    label: ['data.0.login'],
  },
  api: {
    hosts: ['api.twitch.tv'],
    defaultHeaders: { 'client-id': '{client_id}' },
    rateLimit: { resetIn: 'ratelimit-reset' },
  },
  consoleUrl: 'https://dev.twitch.tv/console/apps',
  settingsUrl: 'https://www.twitch.tv/settings/connections',
  setup: [
    'Register an app for OAuth at Twitch.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
