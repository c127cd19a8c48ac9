import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'linkedin',
  name: 'LinkedIn',
  category: 'social',
  monogram: 'Li',
  hue: 210,
  variables: [
    {
      // Versions are switched off a year after they came: none that stands here would last.
      name: 'version',
      label: 'API version for calls below /rest, year and month',
      kind: 'value',
      from: 'operator',
      pattern: /20\d\d(0[1-9]|1[0-2])/,
      optional: true,
      example: '202511',
    },
  ],
  endpoints: {
    authorize: 'https://www.linkedin.com/oauth/v2/authorization',
    token: 'https://www.linkedin.com/oauth/v2/accessToken',
    // The vendor does not say how far it reaches.
    revoke: { url: 'https://www.linkedin.com/oauth/v2/revoke', scope: 'client_user' },
    introspect: 'https://www.linkedin.com/oauth/v2/introspectToken',
  },
  authorize: {
    // Not OpenID Connect here: its ID tokens leave the nonce out.
    identityScopes: ['openid', 'profile', 'email'],
    pkceSupport: 'unsupported',
  },
  // Most apps get no refresh token: people connect again after 60 days. The year of a refresh token is not made longer by use.
  // The vendor speaks of approved partners alone, whose token stays the same: read as single-use.
  refresh: { rotation: 'single-use', accessTtlSeconds: 5_184_000, refreshTtlSeconds: 31_536_000 },
  account: {
    url: 'https://api.linkedin.com/v2/userinfo',
    identity: ['sub'],
    label: ['email', 'name', 'sub'],
    name: ['name'],
  },
  api: {
    hosts: ['api.linkedin.com'],
    defaultHeaders: { 'x-restli-protocol-version': '2.0.0', 'linkedin-version': '{version}' },
  },
  scopes: {
    openid: ['know which LinkedIn account it is', 'low'],
    profile: ['see your name and picture', 'low'],
    email: ['see your e-mail address', 'low'],
    r_basicprofile: ['see your profile with headline', 'low'],
    w_member_social: ['post, comment and like as you', 'high'],
    r_organization_social: ['read posts of pages that you manage', 'medium'],
    w_organization_social: ['post and comment as pages that you manage', 'high'],
    rw_organization_admin: ['manage your pages and see how they do', 'high'],
    r_ads: ['read your ad accounts', 'medium'],
    rw_ads: ['change your ad accounts and spend from them', 'high'],
    r_ads_reporting: ['read how your ads do', 'medium'],
    r_events: ['see events of pages that you manage', 'low'],
  },
  consoleUrl: 'https://www.linkedin.com/developers/apps',
  settingsUrl: 'https://www.linkedin.com/mypreferences/d/data-sharing-for-permitted-services',
  setup: [
    'Create an app in the developer portal; it belongs to a LinkedIn Page, whose admin has to confirm it.',
    'Under "Products" add "Sign In with LinkedIn using OpenID Connect" and the products whose scopes you configure here; some need a review.',
    'Under "Auth" add the callback URL shown here to the authorized redirect URLs, and take the client id and the primary client secret.',
    'Connections end after 60 days unless LinkedIn has switched on refresh tokens for the app. For calls below /rest set the variable `version`.',
  ],
});
