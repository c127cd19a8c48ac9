import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'twitch',
  name: 'Twitch',
  category: 'video',
  monogram: 'Tw',
  hue: 264,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'Nothing more: an app access token reads what anybody can see. Ask with `scopes: []`.',
    },
  },
  verifyBeforeRelease: true,
  endpoints: {
    authorize: 'https://id.twitch.tv/oauth2/authorize',
    token: 'https://id.twitch.tv/oauth2/token',
    revoke: {
      url: 'https://id.twitch.tv/oauth2/revoke',
      auth: 'client-id',
      token: 'access',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    introspect: 'https://id.twitch.tv/oauth2/validate',
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
    switchAccount: { force_verify: 'true' },
  },
  refresh: {
    rotation: 'static',
    accessTtlSeconds: 14_400,
  },
  account: {
    url: 'https://api.twitch.tv/helix/users',
    identity: ['data.0.id'],
    label: ['data.0.login', 'data.0.id'],
    name: ['data.0.display_name'],
  },
  api: {
    hosts: ['api.twitch.tv'],
    defaultHeaders: { 'client-id': '{client_id}' },
    rateLimit: { remaining: 'ratelimit-remaining', resetAt: 'ratelimit-reset' },
  },
  scopes: {
    'user:read:email': ['see your e-mail address', 'low'],
    'user:read:follows': ['see whom you follow', 'low'],
    'user:read:subscriptions': ['see whether you subscribe to a channel', 'low'],
    'user:read:chat': ['read the chats you are in', 'medium'],
    'user:write:chat': ['write in chats as you', 'high'],
    'user:read:whispers': ['read your private messages', 'high'],
    'user:manage:whispers': ['read and send private messages as you', 'high'],
    'clips:edit': ['make clips as you', 'medium'],
    'channel:read:subscriptions': ['see who subscribes to your channel', 'medium'],
    'bits:read': ['see the Bits that your channel was given', 'medium'],
    'channel:read:redemptions': ['see what viewers use their channel points for', 'low'],
    'channel:manage:redemptions': ['change what viewers can use channel points for', 'medium'],
    'channel:manage:broadcast': ['change the title and category of your stream', 'medium'],
    'channel:manage:videos': ['delete videos of your channel', 'high'],
    'moderator:read:followers': ['see who follows channels you moderate', 'low'],
    'moderator:manage:banned_users': ['ban people from channels you moderate', 'high'],
  },
  consoleUrl: 'https://dev.twitch.tv/console/apps',
  settingsUrl: 'https://www.twitch.tv/settings/connections',
  setup: [
    'Register your application in the developer console; the account needs two-factor authentication.',
    'Add the callback URL shown here to the OAuth redirect URLs (https only), and choose the client type "Confidential".',
    'Open "Manage", take the client id, and make the client secret with "New Secret".',
    'Twitch’s terms want tokens to be checked every hour while they are in use. That is left to your app: GET /sdk/grants/{id}/health?verify=true asks Twitch whether one works.',
  ],
  hooks: {
    // A sentence says what is wrong; where there is an `error`, it is the name of the status.
    tokenAnswer: (answer) => {
      const { status: said, message } = answer.body;
      if (typeof said !== 'number' || typeof message !== 'string') return answer;
      const error = /^invalid (refresh token|authorization code)$/i.test(message)
        ? 'invalid_grant'
        : /^(invalid|missing) client( id| secret)?$/i.test(message)
          ? 'invalid_client'
          : null;
      return error === null ? answer : { ...answer, body: { ...answer.body, error, error_description: message } };
    },
  },
});
