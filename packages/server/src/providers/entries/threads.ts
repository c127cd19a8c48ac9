import { defineProvider } from '../define-provider.ts';
import { metaHooks } from '../families/meta.ts';

export default defineProvider({
  id: 'threads',
  name: 'Threads',
  category: 'social',
  monogram: 'Th',
  hue: 0,
  endpoints: {
    authorize: 'https://threads.net/oauth/authorize',
    token: 'https://graph.threads.net/oauth/access_token',
    closed: [
      'https://graph.threads.net/debug_token',
      'https://graph.threads.net/{version}/debug_token',
      'https://graph.threads.net/{version}/oauth/access_token',
      'https://graph.threads.net/{version}/access_token',
      'https://graph.threads.net/{version}/refresh_access_token',
    ],
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['threads_basic'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: {
    swap: {
      url: 'https://graph.threads.net/access_token',
      method: 'GET',
      grantType: 'th_exchange_token',
      field: 'access_token',
      client: 'secret',
    },
  },
  refresh: {
    // There is no refresh token: a long-lived token of at least 24 hours is traded for a younger one.
    rotation: 'rotates-old-stays-valid',
    accessTtlSeconds: 3600,
    refreshTtlSeconds: 5_184_000,
    swap: {
      url: 'https://graph.threads.net/refresh_access_token',
      method: 'GET',
      grantType: 'th_refresh_token',
      field: 'access_token',
      client: 'none',
    },
  },
  account: {
    url: 'https://graph.threads.net/v1.0/me?fields=id,username',
    identity: ['id'],
    label: ['username', 'id'],
  },
  api: {
    hosts: ['graph.threads.net'],
    rateLimit: { inBody: { status: 400, path: 'error.code', values: ['4', '17', '32', '613'] } },
  },
  scopes: {
    threads_basic: ['see your profile and posts', 'low'],
    threads_content_publish: ['publish posts as you', 'high'],
    threads_read_replies: ['read replies to your posts', 'medium'],
    threads_manage_replies: ['answer, hide and show replies as you', 'high'],
    threads_manage_insights: ['see how your posts are doing', 'medium'],
    threads_manage_mentions: ['see posts that mention you', 'medium'],
    threads_keyword_search: ['search public posts', 'low'],
    threads_location_tagging: ['say in your posts where you are', 'medium'],
    threads_profile_discovery: ['look up public profiles', 'low'],
    threads_delete: ['delete your posts', 'high'],
  },
  consoleUrl: 'https://developers.facebook.com/apps/',
  settingsUrl: 'https://www.threads.net/settings/account',
  setup: [
    'Create an app in the Meta app dashboard with the use case "Access the Threads API".',
    'In the settings of the use case add the callback URL shown here to the redirect callback URLs (https only), and fill in the uninstall and delete callback URLs, which Meta wants too.',
    'Take the Threads app id and the Threads app secret; those of the app as a whole are others and do not work.',
    'Until Meta has reviewed the permissions, only people that you add as Threads testers can connect, once they have accepted.',
  ],
  hooks: metaHooks,
});
