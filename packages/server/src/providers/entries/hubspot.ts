import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'hubspot',
  name: 'HubSpot',
  category: 'crm',
  monogram: 'Hs',
  hue: 12,
  endpoints: {
    authorize: 'https://app.hubspot.com/oauth/authorize',
    token: 'https://api.hubapi.com/oauth/v1/token',
    revoke: {
      // Ends the refresh token; the access token lives to its own end (30 minutes).
      url: 'https://api.hubapi.com/oauth/v1/refresh-tokens/{token}',
      method: 'DELETE',
      auth: 'none',
      carries: 'path',
      // A portal and user that connect twice may be given the same refresh token.
      scope: 'client_user',
    },
    closed: [
      'https://api.hubapi.com/oauth/v1/access-tokens/{token}',
      'https://api.hubapi.com/oauth/{version}/token',
      'https://api.hubapi.com/oauth/{version}/token/revoke',
      'https://api.hubapi.com/oauth/{version}/token/introspect',
    ],
  },
  authorize: {
    identityScopes: ['oauth'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'static', accessTtlSeconds: 1800 },
  account: {
    url: 'https://api.hubapi.com/oauth/v1/access-tokens/{access_token}',
    identity: ['hub_id', 'user_id'],
    label: ['user'],
    name: ['hub_domain'],
  },
  api: {
    hosts: ['api.hubapi.com'],
    // How long the window is: it ends then at the latest.
    rateLimit: {
      remaining: 'x-hubspot-ratelimit-remaining',
      resetInMs: 'x-hubspot-ratelimit-interval-milliseconds',
    },
  },
  scopes: {
    oauth: ['know which HubSpot account it is', 'low'],
    'crm.objects.contacts.read': ['read your contacts', 'medium'],
    'crm.objects.contacts.write': ['create, change and delete contacts', 'high'],
    'crm.objects.companies.read': ['read your companies', 'medium'],
    'crm.objects.companies.write': ['create, change and delete companies', 'high'],
    'crm.objects.deals.read': ['read your deals', 'medium'],
    'crm.objects.deals.write': ['create, change and delete deals', 'high'],
    'crm.objects.owners.read': ['see who owns records', 'low'],
    'crm.schemas.contacts.read': ['see which contact properties there are', 'low'],
    'crm.lists.read': ['read your lists', 'medium'],
    tickets: ['read and change your tickets', 'medium'],
    files: ['see, upload and delete your files', 'high'],
    content: ['change your pages, posts and mails', 'high'],
    'sales-email-read': ['read one-to-one mails with your contacts', 'high'],
    automation: ['read and change your workflows', 'high'],
  },
  consoleUrl: 'https://app.hubspot.com/developer',
  settingsUrl: 'https://app.hubspot.com/connected-apps',
  setup: [
    'Create a public app in a HubSpot developer account.',
    'Under "Auth" add the callback URL shown here and exactly the scopes that you configure here: HubSpot refuses others.',
    'Take the client id and the client secret from the same page.',
    'Every scope is asked for as required (`optional_scope` is not used), so an account whose plan lacks one of them cannot connect: configure those that all have.',
  ],
  hooks: {
    // HubSpot's own words: `status` and `message`, the reason sometimes only there.
    tokenAnswer: (answer) => {
      const { status, message, error } = answer.body;
      if (typeof status !== 'string' || typeof error === 'string' || answer.status < 400) return answer;
      return { ...answer, body: { ...answer.body, error: status.toLowerCase(), error_description: message } };
    },
    errorClass: (error) => {
      if (error === 'bad_refresh_token' || error === 'bad_auth_code') return 'permanent';
      return error === 'bad_client_id' || error === 'bad_client_secret' || error === 'bad_redirect_uri'
        ? 'configuration'
        : null;
    },
  },
});
