import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'tiktok',
  name: 'TikTok',
  category: 'social',
  monogram: 'Tk',
  hue: 348,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'For the products that have it, as the Research API: ask with `scopes: []`.',
    },
  },
  verifyBeforeRelease: true,
  endpoints: {
    authorize: 'https://www.tiktok.com/v2/auth/authorize/',
    token: 'https://open.tiktokapis.com/v2/oauth/token/',
    revoke: {
      url: 'https://open.tiktokapis.com/v2/oauth/revoke/',
      token: 'access',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['user.info.basic'],
    // Asked for from apps on devices, there as a hexadecimal challenge. The pages for web apps do not speak of one, and the
    // vendor counts as one that takes it: the standard's challenge is sent, until the real service says otherwise.
    pkceSupport: 'supported',
    switchAccount: { disable_auto_auth: '1' },
  },
  token: { clientIdName: 'client_key' },
  refresh: {
    // May rotate: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 86_400,
    refreshTtlSeconds: 31_536_000,
  },
  account: {
    url: 'https://open.tiktokapis.com/v2/user/info/?fields=open_id,display_name',
    identity: ['data.user.open_id'],
    label: ['data.user.display_name', 'data.user.open_id'],
    name: ['data.user.display_name'],
  },
  api: {
    hosts: ['open.tiktokapis.com'],
  },
  scopes: {
    'user.info.basic': ['see your name and picture', 'low'],
    'user.info.profile': ['see your profile: its link, description and user name', 'low'],
    'user.info.stats': ['see how many followers, likes and videos you have', 'low'],
    'video.list': ['see your public videos', 'low'],
    'video.upload': ['put drafts of videos into your account', 'medium'],
    'video.publish': ['publish videos as you', 'high'],
  },
  consoleUrl: 'https://developers.tiktok.com/apps/',
  settingsUrl: null,
  setup: [
    'Under "Manage apps" connect an app, and add the products "Login Kit" and those whose scopes you configure here.',
    'In Login Kit for the web enter the callback URL shown here as the redirect URI: https, without parameters.',
    'Take the client key (client id) and the client secret.',
    'Submit the app for review with its scopes; until then it works for the sandbox’s target users. Videos of apps that were not audited stay private.',
  ],
});
