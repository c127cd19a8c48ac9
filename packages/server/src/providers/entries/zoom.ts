import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'zoom',
  name: 'Zoom',
  category: 'communication',
  monogram: 'Zm',
  hue: 220,
  verifyBeforeRelease: true,
  endpoints: {
    authorize: 'https://zoom.us/oauth/authorize',
    token: 'https://zoom.us/oauth/token',
    revoke: {
      url: 'https://zoom.us/oauth/revoke',
      token: 'access',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
    // With these a meeting is begun as the person, without asking them.
    closed: ['https://api.zoom.us/v2/users/{user}/token', 'https://api.zoom.us/v2/users/{user}/zak'],
  },
  authorize: {
    pkceSupport: 'supported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 7_776_000,
  },
  account: {
    url: 'https://api.zoom.us/v2/users/me',
    identity: ['id'],
    label: ['email', 'id'],
    name: ['display_name', 'first_name'],
  },
  api: {
    hosts: ['api.zoom.us'],
    rateLimit: { remaining: 'x-ratelimit-remaining' },
  },
  // They are fixed on the app; what is configured here is what people are told.
  scopes: {
    'user:read:user': ['see your name and e-mail address', 'low'],
    'user:read:settings': ['see your settings', 'low'],
    'meeting:read:list_meetings': ['see which meetings you have', 'medium'],
    'meeting:read:meeting': ['see the details of your meetings', 'medium'],
    'meeting:write:meeting': ['create meetings as you', 'medium'],
    'meeting:update:meeting': ['change your meetings', 'medium'],
    'meeting:delete:meeting': ['delete your meetings', 'high'],
    'cloud_recording:read:list_user_recordings': ['see which recordings you have', 'medium'],
    'cloud_recording:read:list_recording_files': ['watch your recordings', 'high'],
    'webinar:read:list_webinars': ['see which webinars you have', 'low'],
    'webinar:write:webinar': ['create webinars as you', 'medium'],
    'team_chat:read:list_user_messages': ['read your chats', 'high'],
    'team_chat:write:user_message': ['write in chats as you', 'high'],
    'contact:read:list_contacts': ['see your contacts', 'medium'],
  },
  consoleUrl: 'https://marketplace.zoom.us/user/build',
  settingsUrl: 'https://marketplace.zoom.us/user/installed',
  setup: [
    'In the App Marketplace choose "Develop", "Build App" and a general app that is managed by its users.',
    'Enter the callback URL shown here as the OAuth redirect URL and in the OAuth allow list.',
    'On the page "Scopes" add user:read:user and the scopes that you configure here: Zoom gives what is set there, whatever is asked for.',
    'Take the client id and the client secret; those of development work for your own account, those of production after Zoom’s review.',
  ],
  hooks: {
    // An older form of the answer calls a dead token a mistake in the request; the reason is the same in both.
    errorClass: (error, { reason }) =>
      error === 'invalid_request' && reason === 'Invalid Token!' ? 'permanent' : null,
  },
});
