import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'bitbucket',
  name: 'Bitbucket',
  category: 'dev-tools',
  monogram: 'Bi',
  hue: 260,
  endpoints: {
    authorize: 'https://bitbucket.org/site/oauth2/authorize',
    token: 'https://bitbucket.org/site/oauth2/access_token',
  },
  authorize: {
    // Scopes are fixed on the consumer: what is asked for is ignored.
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://api.bitbucket.org/2.0/user',
    identity: ['uuid'],
    label: ['username'],
  },
  api: {
    hosts: ['api.bitbucket.org'],
  },
  consoleUrl: 'https://bitbucket.org/account/settings/',
  settingsUrl: 'https://bitbucket.org/account/settings/app-authorizations/',
  setup: [
    'Register an app for OAuth at Bitbucket.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
