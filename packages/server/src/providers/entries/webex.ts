import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'webex',
  name: 'Webex',
  category: 'communication',
  monogram: 'Wx',
  hue: 190,
  endpoints: {
    authorize: 'https://webexapis.com/v1/authorize',
    token: 'https://webexapis.com/v1/access_token',
    closed: [
      'https://webexapis.com/v1/device/authorize',
      'https://webexapis.com/v1/device/token',
      'https://webexapis.com/v1/jwt/login',
      // What a person has allowed, and the end of it.
      'https://webexapis.com/v1/authorizations',
      'https://webexapis.com/v1/authorizations/{authorization}',
    ],
  },
  authorize: {
    identityScopes: ['spark:people_read'],
    pkceSupport: 'supported',
  },
  refresh: {
    // The life of the refresh token begins anew each time it is used. Nobody says that it is the same token: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 1_209_600,
    refreshTtlSeconds: 7_776_000,
  },
  account: {
    url: 'https://webexapis.com/v1/people/me',
    identity: ['id'],
    label: ['emails.0', 'displayName', 'id'],
    name: ['displayName'],
  },
  api: {
    hosts: ['webexapis.com'],
  },
  scopes: {
    'spark:people_read': ['see your profile and people of your organization', 'low'],
    'spark:rooms_read': ['see your spaces', 'low'],
    'spark:rooms_write': ['create, change and delete your spaces', 'high'],
    'spark:messages_read': ['read your messages', 'high'],
    'spark:messages_write': ['write and delete messages as you', 'high'],
    'spark:memberships_read': ['see who is in your spaces', 'low'],
    'spark:memberships_write': ['add and remove people of your spaces', 'high'],
    'spark:teams_read': ['see your teams', 'low'],
    'spark:teams_write': ['create, change and delete your teams', 'high'],
    'spark:calls_read': ['see your calls', 'medium'],
    'spark:calls_write': ['make and control calls as you', 'high'],
    'spark:kms': ['open encrypted content that it may see', 'medium'],
    'meeting:schedules_read': ['see your meetings', 'medium'],
    'meeting:schedules_write': ['create, change and cancel your meetings', 'high'],
    'meeting:participants_read': ['see who takes part in your meetings', 'medium'],
    'meeting:recordings_read': ['watch recordings of your meetings', 'high'],
    'meeting:transcripts_read': ['read what was said in your meetings', 'high'],
    'spark:all': ['do nearly everything you can do in Webex', 'high'],
  },
  consoleUrl: 'https://developer.webex.com/my-apps',
  settingsUrl: 'https://idbroker.webex.com/idb/profile#/authorizations',
  setup: [
    'Under "My Webex Apps" create a new app of the kind "Integration".',
    'Enter the callback URL shown here as a redirect URI, and tick spark:people_read and the scopes that you configure here.',
    'Take the client id, and the client secret at once: it is shown a single time.',
    'Organizations may have to approve the integration in their Control Hub before their people can connect.',
  ],
});
