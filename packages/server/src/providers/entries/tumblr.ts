import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'tumblr',
  name: 'Tumblr',
  category: 'social',
  monogram: 'Tu',
  hue: 215,
  flowKinds: ['authorization_code', 'oauth1'],
  kinds: {
    oauth1: {
      setup:
        'Take consumer key and secret key as client id and client secret, enter the callback URL as the default one too, and name the kind in the config, without scopes.',
    },
  },
  endpoints: {
    authorize: 'https://www.tumblr.com/oauth2/authorize',
    oauth1: {
      request: 'https://www.tumblr.com/oauth/request_token',
      authorize: 'https://www.tumblr.com/oauth/authorize',
      access: 'https://www.tumblr.com/oauth/access_token',
    },
    token: 'https://api.tumblr.com/v2/oauth2/token',
  },
  authorize: {
    identityScopes: ['basic', 'offline_access'],
    offline: 'the scope offline_access',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 2520,
  },
  account: {
    url: 'https://api.tumblr.com/v2/user/info',
    // A person has a name, which may change and then be somebody else's, but no id: that of their first blog stands for it.
    identity: ['response.user.blogs.0.uuid'],
    label: ['response.user.name'],
    name: ['response.user.name'],
  },
  api: {
    hosts: ['api.tumblr.com'],
    rateLimit: { remaining: 'x-ratelimit-perhour-remaining', resetIn: 'x-ratelimit-perhour-reset' },
  },
  scopes: {
    basic: ['see your blogs, your dashboard and what you like', 'medium'],
    write: ['publish, change and delete posts, and follow others, as you', 'high'],
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://www.tumblr.com/oauth/apps',
  settingsUrl: 'https://www.tumblr.com/settings/apps',
  setup: [
    'Register an application with your Tumblr account.',
    'Enter the callback URL shown here among the OAuth2 redirect URLs; the default callback URL is for older apps.',
    'Take the OAuth consumer key (client id) and the secret key. Scopes are chosen here, in the config.',
  ],
  verifyBeforeRelease: true,
});
