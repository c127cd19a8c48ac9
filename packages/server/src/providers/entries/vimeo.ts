import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'vimeo',
  name: 'Vimeo',
  category: 'video',
  monogram: 'Vi',
  hue: 195,
  endpoints: {
    authorize: 'https://api.vimeo.com/oauth/authorize',
    token: 'https://api.vimeo.com/oauth/access_token',
    revoke: {
      url: 'https://api.vimeo.com/tokens',
      method: 'DELETE',
      auth: 'bearer',
      // Ends the token that asks, but a person who connects twice may have been given the same one.
      scope: 'client_user',
    },
    introspect: 'https://api.vimeo.com/oauth/verify',
    closed: [
      'https://api.vimeo.com/oauth/authorize/client',
      'https://api.vimeo.com/oauth/authorize/vimeo_oauth1',
      'https://api.vimeo.com/oauth/device',
      'https://api.vimeo.com/oauth/device/authorize',
    ],
  },
  authorize: {
    identityScopes: ['public'],
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  // Tokens live until they are taken back.
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.vimeo.com/me',
    // The number of the account is nowhere else.
    identity: ['uri'],
    label: ['name', 'link', 'uri'],
    name: ['name'],
  },
  api: {
    hosts: ['api.vimeo.com'],
    defaultHeaders: { accept: 'application/vnd.vimeo.*+json;version=3.4' },
    // The end of the window is a date.
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  scopes: {
    public: ['see your public profile and videos', 'low'],
    private: ['see your private videos and account details', 'medium'],
    purchased: ['see what you bought', 'medium'],
    create: ['create showcases, channels and groups', 'medium'],
    edit: ['change your videos and your profile', 'high'],
    delete: ['delete your videos, showcases and channels', 'high'],
    interact: ['like, comment and follow as you', 'medium'],
    upload: ['upload videos as you', 'high'],
    video_files: ['download the files of your videos', 'high'],
    stats: ['see how your videos are doing', 'low'],
    promo_codes: ['manage promotion codes of what you sell', 'medium'],
  },
  consoleUrl: 'https://developer.vimeo.com/apps',
  settingsUrl: 'https://vimeo.com/settings/apps',
  setup: [
    'Create an app in the developer portal, and say that people other than you will use it.',
    'Under "Your callback URLs" add the callback URL shown here.',
    'Take the client identifier and the client secret.',
    'Uploading has to be requested on the app’s page, and the files of videos need a paid plan.',
  ],
});
