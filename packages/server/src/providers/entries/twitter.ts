import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'twitter',
  aliases: ['x'],
  name: 'X (Twitter)',
  category: 'social',
  monogram: 'Xt',
  hue: 203,
  flowKinds: ['authorization_code', 'oauth1'],
  kinds: {
    oauth1: {
      setup:
        'Take API key and API secret as client id and client secret, and name the kind in the config, without scopes: the app’s own permissions decide. The callback URL is the same.',
    },
  },
  endpoints: {
    authorize: 'https://x.com/i/oauth2/authorize',
    oauth1: {
      request: 'https://api.x.com/oauth/request_token',
      authorize: 'https://api.x.com/oauth/authorize',
      access: 'https://api.x.com/oauth/access_token',
    },
    token: 'https://api.x.com/2/oauth2/token',
    revoke: {
      url: 'https://api.x.com/2/oauth2/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    // The host of before answers the same calls, and both still have the tokens of the API before that.
    closed: [
      'https://api.twitter.com/2/oauth2/token',
      'https://api.twitter.com/2/oauth2/revoke',
      ...['api.x.com', 'api.twitter.com'].flatMap((host) => [
        `https://${host}/oauth2/token`,
        `https://${host}/oauth2/invalidate_token`,
        `https://${host}/oauth/request_token`,
        `https://${host}/oauth/access_token`,
        `https://${host}/oauth/authorize`,
        `https://${host}/oauth/authenticate`,
        `https://${host}/1.1/oauth/invalidate_token`,
      ]),
    ],
  },
  authorize: {
    identityScopes: ['users.read', 'tweet.read', 'offline.access'],
    offline: 'the scope offline.access',
    pkceSupport: 'required',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 7200,
  },
  account: {
    url: 'https://api.x.com/2/users/me',
    identity: ['data.id'],
    label: ['data.username'],
    name: ['data.name'],
  },
  api: {
    hosts: ['api.x.com', 'api.twitter.com'],
    rateLimit: { remaining: 'x-rate-limit-remaining', resetAt: 'x-rate-limit-reset' },
  },
  scopes: {
    'users.read': ['see your profile and those of people you can see', 'low'],
    'users.email': ['see your e-mail address', 'low'],
    'tweet.read': ['see your posts and those you can see', 'low'],
    'tweet.write': ['publish and delete posts as you', 'high'],
    'tweet.moderate.write': ['hide and show replies to your posts', 'medium'],
    'media.write': ['upload pictures and videos as you', 'medium'],
    'offline.access': ['stay connected when you are away', 'low'],
    'follows.read': ['see whom you follow and who follows you', 'low'],
    'follows.write': ['follow and unfollow people as you', 'medium'],
    'like.read': ['see what you like', 'low'],
    'like.write': ['like posts as you', 'medium'],
    'bookmark.read': ['see your bookmarks', 'medium'],
    'bookmark.write': ['change your bookmarks', 'medium'],
    'list.read': ['see your lists', 'low'],
    'list.write': ['create, change and delete your lists', 'medium'],
    'mute.read': ['see whom you mute', 'medium'],
    'block.read': ['see whom you block', 'medium'],
    'dm.read': ['read your direct messages', 'high'],
    'dm.write': ['write direct messages as you', 'high'],
  },
  consoleUrl: 'https://developer.x.com/en/portal/dashboard',
  settingsUrl: 'https://x.com/settings/connected_apps',
  setup: [
    'Create a project and an app in the developer portal; which calls work, and how many, depends on your plan.',
    'Under "User authentication settings" choose the type "Web App, Automated App or Bot" and enter the callback URL shown here and the address of your website.',
    'Take the OAuth 2.0 client id and client secret, which are shown once; API key and API secret are for OAuth 1.0a.',
    'For the e-mail address switch on "Request email from users" there, too.',
  ],
  verifyBeforeRelease: true,
  hooks: {
    // A dead token is called a mistake in the request, and only the sentence says which.
    errorClass: (error, body) =>
      error === 'invalid_request' && /^Value passed for the token was invalid/i.test(String(body['error_description']))
        ? 'permanent'
        : null,
  },
});
