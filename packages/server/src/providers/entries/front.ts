import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'front',
  name: 'Front',
  category: 'communication',
  monogram: 'Fr',
  hue: 340,
  endpoints: {
    authorize: 'https://app.frontapp.com/oauth/authorize',
    token: 'https://app.frontapp.com/oauth/token',
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  // The answer gives a time, not a life: an hour, and half a year for the refresh token.
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 15_552_000 },
  account: {
    // The company: a token belongs to the whole workspace, not to the admin who allowed it.
    url: 'https://api2.frontapp.com/me',
    identity: ['id'],
    label: ['name', 'id'],
  },
  api: {
    hosts: ['api2.frontapp.com'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  noScopes: 'None are asked for: an app sees what the company shares, as far as the app’s settings let it.',
  consoleUrl: 'https://app.frontapp.com/settings/developers',
  settingsUrl: null,
  setup: [
    'Create an app under "Developers" in the settings of a Front company that you administer.',
    'Add the feature "OAuth" to the app and enter the callback URL shown here as a redirect URL.',
    'Take the client id and the client secret from the same place. There are no scopes to configure.',
    'Only an admin of a company can connect. Companies other than yours can do so after Front has reviewed and published the app.',
  ],
  verifyBeforeRelease: true,
});
