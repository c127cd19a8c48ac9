import type { Provider } from '../provider.ts';

const hubspot: Provider = {
  id: 'hubspot',
  name: 'HubSpot',
  category: 'crm',
  monogram: 'Hs',
  hue: 12,
  variables: [],
  endpoints: {
    authorize: 'https://app.hubspot.com/oauth/authorize',
    token: 'https://api.hubapi.com/oauth/v1/token',
    revoke: {
      // Ends the refresh token; the access token lives to its own end (30 minutes).
      url: 'https://api.hubapi.com/oauth/v1/refresh-tokens/{token}',
      method: 'DELETE',
      auth: 'none',
      carries: 'path',
      field: '',
      token: 'refresh',
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
    query: {},
    scopeSeparator: ' ',
    identityScopes: ['oauth'],
    pkceSupport: 'unsupported',
    pkce: true,
    oidc: false,
  },
  token: { clientAuth: 'post', body: 'form' },
  refresh: { rotation: 'static', accessTtlSeconds: 1800 },
  account: {
    url: 'https://api.hubapi.com/oauth/v1/access-tokens/{access_token}',
    method: 'GET',
    identity: ['hub_id', 'user_id'],
    label: ['user'],
    name: ['hub_domain'],
  },
  api: {
    hosts: ['api.hubapi.com'],
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: ['x-hubspot-ratelimit-remaining', 'retry-after'],
  },
  scopes: [
    { scope: 'oauth', description: 'know which HubSpot account it is', risk: 'low' },
    { scope: 'crm.objects.contacts.read', description: 'read your contacts', risk: 'medium' },
    { scope: 'crm.objects.contacts.write', description: 'create, change and delete contacts', risk: 'high' },
    { scope: 'crm.objects.companies.read', description: 'read your companies', risk: 'medium' },
    { scope: 'crm.objects.companies.write', description: 'create, change and delete companies', risk: 'high' },
    { scope: 'crm.objects.deals.read', description: 'read your deals', risk: 'medium' },
    { scope: 'crm.objects.deals.write', description: 'create, change and delete deals', risk: 'high' },
    { scope: 'crm.objects.owners.read', description: 'see who owns records', risk: 'low' },
    { scope: 'crm.schemas.contacts.read', description: 'see which contact properties there are', risk: 'low' },
    { scope: 'crm.lists.read', description: 'read your lists', risk: 'medium' },
    { scope: 'tickets', description: 'read and change your tickets', risk: 'medium' },
    { scope: 'files', description: 'see, upload and delete your files', risk: 'high' },
    { scope: 'content', description: 'change your pages, posts and mails', risk: 'high' },
    { scope: 'sales-email-read', description: 'read one-to-one mails with your contacts', risk: 'high' },
    { scope: 'automation', description: 'read and change your workflows', risk: 'high' },
  ],
  consoleUrl: 'https://app.hubspot.com/developer',
  settingsUrl: 'https://app.hubspot.com/connected-apps',
  setup: [
    'Create a public app in a HubSpot developer account.',
    'Under "Auth" add the callback URL shown here and exactly the scopes that you configure here: HubSpot refuses others.',
    'Take the client id and the client secret from the same page.',
  ],
  verified: false,
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
};

export default hubspot;
