import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'reddit',
  name: 'Reddit',
  category: 'social',
  monogram: 'Re',
  hue: 16,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'Nothing more: the same client reads what anybody can see, and acts as nobody.',
    },
  },
  endpoints: {
    authorize: 'https://www.reddit.com/api/v1/authorize',
    token: 'https://www.reddit.com/api/v1/access_token',
    // The vendor does not say how far it reaches.
    revoke: { url: 'https://www.reddit.com/api/v1/revoke_token', scope: 'client_user' },
    closed: ['https://oauth.reddit.com/api/v1/access_token', 'https://oauth.reddit.com/api/v1/revoke_token'],
  },
  authorize: {
    query: { duration: 'permanent' },
    identityScopes: ['identity'],
    offline: 'duration=permanent',
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  // Reddit slows down whoever does not say who they are.
  token: { clientAuth: 'basic', headers: { 'user-agent': 'web:alter:1 (OAuth client)' } },
  refresh: { rotation: 'static', accessTtlSeconds: 86_400 },
  account: {
    url: 'https://oauth.reddit.com/api/v1/me',
    identity: ['id'],
    label: ['name', 'id'],
  },
  api: {
    hosts: ['oauth.reddit.com'],
    // Each app needs a name of its own: limits are counted by it.
    defaultHeaders: { 'user-agent': 'web:{client_id}:1 (by alter)' },
    // Seconds until the window ends, not a time.
    rateLimit: { remaining: 'x-ratelimit-remaining', resetIn: 'x-ratelimit-reset' },
  },
  scopes: {
    identity: ['see your user name and karma', 'low'],
    read: ['read what you can read', 'low'],
    history: ['see what you posted, voted and saved', 'medium'],
    mysubreddits: ['see which communities you are in', 'low'],
    subscribe: ['join and leave communities for you', 'medium'],
    vote: ['vote as you', 'medium'],
    save: ['save and unsave posts for you', 'low'],
    submit: ['post and comment as you', 'high'],
    edit: ['change and delete what you wrote', 'high'],
    privatemessages: ['read and send messages as you', 'high'],
    flair: ['set flair in your communities', 'low'],
    wikiread: ['read wikis', 'low'],
    wikiedit: ['edit wikis as you', 'medium'],
    modposts: ['approve, remove and lock posts in communities that you moderate', 'high'],
    modconfig: ['change settings of communities that you moderate', 'high'],
    modlog: ['read the log of communities that you moderate', 'medium'],
    account: ['change your preferences', 'medium'],
  },
  consoleUrl: 'https://www.reddit.com/prefs/apps',
  settingsUrl: 'https://www.reddit.com/prefs/apps',
  setup: [
    'Ask Reddit for access to its API if your account has none yet, and say what the app is for.',
    'Under "apps" of your preferences choose "create another app", type "web app", and enter the callback URL shown here as its redirect uri.',
    'Take the client id, which stands below the app’s name, and the secret. Scopes are chosen here, in the config.',
  ],
  verifyBeforeRelease: true,
  hooks: {
    // Errors have a number. A dead token is a "Bad Request", and so is every other mistake: too little to end a grant at once.
    tokenAnswer: ({ status, body }) => {
      const { error, message, ...rest } = body;
      if (typeof error !== 'number') return { status, body };
      const word = new Map([
        [400, 'invalid_request'],
        [401, 'invalid_client'],
      ]).get(error);
      const known = word === undefined ? {} : { error: word };
      return { status: Math.max(status, error), body: { ...rest, ...known, error_description: message } };
    },
  },
});
