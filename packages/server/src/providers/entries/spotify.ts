import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'spotify',
  name: 'Spotify',
  category: 'social',
  monogram: 'Sp',
  hue: 141,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'Nothing more: the same client reads the catalogue, and no person’s library.',
    },
  },
  verifyBeforeRelease: true,
  endpoints: {
    authorize: 'https://accounts.spotify.com/authorize',
    token: 'https://accounts.spotify.com/api/token',
  },
  authorize: {
    identityScopes: ['user-read-email'],
    pkceSupport: 'supported',
    switchAccount: { show_dialog: 'true' },
  },
  token: { clientAuth: 'basic' },
  refresh: {
    // Stays the same for a client with a secret, changes for one that has PKCE alone. Both are sent: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 3600,
  },
  account: {
    url: 'https://api.spotify.com/v1/me',
    identity: ['id'],
    label: ['email', 'display_name', 'id'],
    name: ['display_name'],
  },
  api: {
    hosts: ['api.spotify.com'],
  },
  scopes: {
    'user-read-email': ['see your e-mail address', 'low'],
    'user-read-private': ['see your country and your kind of subscription', 'low'],
    'playlist-read-private': ['see your private playlists', 'low'],
    'playlist-read-collaborative': ['see playlists you share with others', 'low'],
    'playlist-modify-private': ['change your private playlists', 'medium'],
    'playlist-modify-public': ['change your public playlists', 'medium'],
    'user-library-read': ['see what you saved', 'low'],
    'user-library-modify': ['change what you saved', 'medium'],
    'user-follow-read': ['see whom you follow', 'low'],
    'user-follow-modify': ['change whom you follow', 'medium'],
    'user-top-read': ['see your favourite artists and songs', 'medium'],
    'user-read-recently-played': ['see what you listened to', 'medium'],
    'user-read-currently-playing': ['see what you listen to now', 'low'],
    'user-read-playback-state': ['see what you play on which device', 'low'],
    'user-modify-playback-state': ['control what your devices play', 'medium'],
    streaming: ['play music as you', 'medium'],
    'ugc-image-upload': ['change the pictures of your playlists', 'low'],
  },
  consoleUrl: 'https://developer.spotify.com/dashboard',
  settingsUrl: 'https://www.spotify.com/account/apps/',
  setup: [
    'Create an app in the developer dashboard and tick the Web API.',
    'Add the callback URL shown here to its redirect URIs; it must be https, or a loopback address written in numbers.',
    'Take the client id and, behind "View client secret", the client secret.',
    'In development mode only the few people that you add under "User Management" can connect; ask Spotify for the extended quota before others can.',
  ],
});
