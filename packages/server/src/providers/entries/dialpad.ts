import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'dialpad',
  name: 'Dialpad',
  category: 'communication',
  monogram: 'Dp',
  hue: 260,
  endpoints: {
    authorize: 'https://dialpad.com/oauth2/authorize',
    token: 'https://dialpad.com/oauth2/token',
    revoke: { url: 'https://dialpad.com/oauth2/deauthorize', auth: 'bearer', scope: 'client_user' },
  },
  authorize: {
    identityScopes: ['offline_access'],
    offline: 'the scope offline_access',
    pkceSupport: 'supported',
  },
  refresh: { rotation: 'single-use' },
  account: {
    url: 'https://dialpad.com/api/v2/users/me',
    identity: ['id'],
    label: ['emails.0', 'id'],
    name: ['display_name'],
  },
  api: { hosts: ['dialpad.com'] },
  scopes: {
    offline_access: ['stay connected when you are away', 'low'],
    'calls:list': ['read your call history', 'medium'],
    recordings_export: ['download recordings of your calls', 'high'],
    message_content_export: ['read your messages', 'high'],
    screen_pop: ['open pages on your screen during calls', 'low'],
  },
  consoleUrl: 'https://developers.dialpad.com/',
  settingsUrl: 'https://dialpad.com/settings/account',
  setup: [
    'Ask Dialpad for an OAuth app.',
    'Have the callback URL shown here registered as its redirect URI, with the scopes that you configure here.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
