import { defineProvider } from '../define-provider.ts';
import { metaHooks } from '../families/meta.ts';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

export default defineProvider({
  id: 'instagram',
  name: 'Instagram',
  category: 'social',
  monogram: 'Ig',
  hue: 330,
  endpoints: {
    authorize: 'https://www.instagram.com/oauth/authorize',
    token: 'https://api.instagram.com/oauth/access_token',
    closed: [
      'https://graph.instagram.com/{version}/access_token',
      'https://graph.instagram.com/{version}/refresh_access_token',
    ],
  },
  authorize: {
    scopeSeparator: ',',
    identityScopes: ['instagram_business_basic'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
    switchAccount: { force_reauth: 'true' },
  },
  token: {
    swap: {
      url: 'https://graph.instagram.com/access_token',
      method: 'GET',
      grantType: 'ig_exchange_token',
      field: 'access_token',
      client: 'secret',
    },
  },
  refresh: {
    // There is no refresh token: a long-lived token is traded for a younger one, and not before it is 24 hours old.
    rotation: 'rotates-old-stays-valid',
    // The long-lived one's: the first, of an hour, is never kept.
    accessTtlSeconds: 5_184_000,
    refreshTtlSeconds: 5_184_000,
    swap: {
      url: 'https://graph.instagram.com/refresh_access_token',
      method: 'GET',
      grantType: 'ig_refresh_token',
      field: 'access_token',
      client: 'none',
    },
  },
  account: {
    url: 'https://graph.instagram.com/me?fields=user_id,username',
    identity: ['user_id'],
    label: ['username', 'user_id'],
  },
  api: {
    hosts: ['graph.instagram.com'],
    rateLimit: { inBody: { status: 400, path: 'error.code', values: ['4', '17', '32', '613', '80002'] } },
  },
  scopes: {
    instagram_business_basic: ['see your profile and what you posted', 'low'],
    instagram_business_content_publish: ['post as you', 'high'],
    instagram_business_manage_comments: ['read, answer, hide and delete comments on your posts', 'high'],
    instagram_business_manage_messages: ['read and answer your messages', 'high'],
    instagram_business_manage_insights: ['see how your posts and your account do', 'medium'],
  },
  consoleUrl: 'https://developers.facebook.com/apps/',
  settingsUrl: 'https://www.instagram.com/accounts/manage_access/',
  setup: [
    'Make an app of the type "Business" in Meta’s dashboard and add the product Instagram, "API setup with Instagram login".',
    'Under "Set up Instagram business login" enter the callback URL shown here as an OAuth redirect URI (https only).',
    'Take the Instagram app id and the Instagram app secret from that page: they are not those of the Meta app.',
    'Only professional accounts can connect. Accounts that are not testers of the app can do so after App Review, with advanced access for each scope.',
  ],
  hooks: {
    // Tokens may come as the one member of a list, with scopes as `permissions`; errors have two forms, neither the standard's.
    tokenAnswer: ({ status, body }) => {
      const [first] = Array.isArray(body['data']) ? (body['data'] as unknown[]) : [];
      const flat = isRecord(first) ? first : body;
      const said = isRecord(flat['error']) ? flat['error'] : flat;
      const error = said['type'] ?? said['error_type'];
      if (typeof error === 'string') {
        const words = said['message'] ?? said['error_message'];
        return { status: Math.max(status, 400), body: { error, error_description: words, code: said['code'] } };
      }
      return { status, body: { ...flat, scope: flat['scope'] ?? flat['permissions'] } };
    },
    errorClass: metaHooks.errorClass,
  },
});
