import { defineProvider } from '../define-provider.ts';

/** Without the first, a token never expires. Zendesk takes less than 2 days and less than 90 days, not so much itself. */
const lives = { expires_in: '172000', refresh_token_expires_in: '7775000' };

export default defineProvider({
  id: 'zendesk',
  name: 'Zendesk',
  category: 'support',
  monogram: 'Zd',
  hue: 187,
  variables: [
    {
      name: 'subdomain',
      label: 'Your Zendesk subdomain',
      kind: 'label',
      from: 'person',
      pattern: /[a-z0-9][a-z0-9-]*/,
      suffix: '.zendesk.com',
      example: 'acme',
    },
  ],
  endpoints: {
    authorize: 'https://{subdomain}.zendesk.com/oauth/authorizations/new',
    token: 'https://{subdomain}.zendesk.com/oauth/tokens',
    revoke: {
      url: 'https://{subdomain}.zendesk.com/api/v2/oauth/tokens/current.json',
      method: 'DELETE',
      auth: 'bearer',
      scope: 'token',
    },
    // An administrator's token could make others here, and read what clients prove themselves with.
    closed: [
      'https://{subdomain}.zendesk.com/api/v2/oauth/tokens',
      'https://{subdomain}.zendesk.com/api/v2/oauth/tokens.json',
      'https://{subdomain}.zendesk.com/api/v2/oauth/tokens/{token}',
      'https://{subdomain}.zendesk.com/api/v2/oauth/clients',
      'https://{subdomain}.zendesk.com/api/v2/oauth/clients.json',
      'https://{subdomain}.zendesk.com/api/v2/oauth/clients/{client}',
      'https://{subdomain}.zendesk.com/api/v2/oauth/clients/{client}/generate_secret',
      'https://{subdomain}.zendesk.com/api/v2/oauth/clients/{client}/generate_secret.json',
      'https://{subdomain}.zendesk.com/api/v2/api_tokens',
      'https://{subdomain}.zendesk.com/api/v2/api_tokens.json',
    ],
  },
  authorize: {
    identityScopes: ['users:read'],
    pkceSupport: 'supported',
  },
  token: { body: 'json', extra: lives },
  refresh: {
    rotation: 'single-use',
    refreshTtlSeconds: 7_775_000,
    extra: lives,
  },
  account: {
    url: 'https://{subdomain}.zendesk.com/api/v2/users/me.json',
    identity: ['{subdomain}', 'user.id'],
    label: ['user.email', 'user.name', 'user.id'],
    name: ['user.name'],
  },
  api: {
    hosts: ['{subdomain}.zendesk.com'],
    rateLimit: { remaining: 'ratelimit-remaining', resetIn: 'ratelimit-reset' },
  },
  scopes: {
    'users:read': ['see you, your colleagues and your customers', 'medium'],
    'users:write': ['create, change and delete people', 'high'],
    'tickets:read': ['read your tickets', 'medium'],
    'tickets:write': ['create, answer, change and delete tickets', 'high'],
    'organizations:read': ['see your customers’ organizations', 'low'],
    'organizations:write': ['create, change and delete your customers’ organizations', 'high'],
    'hc:read': ['read your help center', 'low'],
    'hc:write': ['change your help center', 'high'],
    'satisfaction_ratings:read': ['see how satisfied customers are', 'low'],
    'macros:read': ['see your macros', 'low'],
    'triggers:read': ['see your triggers', 'low'],
    'automations:read': ['see your automations', 'low'],
    'webhooks:read': ['see your webhooks', 'medium'],
    'webhooks:write': ['create, change and delete webhooks', 'high'],
    read: ['read everything you can see in Zendesk', 'medium'],
    write: ['change and delete everything you can in Zendesk', 'high'],
    impersonate: ['act for your customers', 'high'],
  },
  consoleUrl:
    'https://support.zendesk.com/hc/en-us/articles/4408845965210-Using-OAuth-authentication-with-your-application',
  settingsUrl: null,
  setup: [
    'In the Admin Center open "Apps and integrations", "APIs", "OAuth clients", and add a client of the kind "Confidential".',
    'Enter the callback URL shown here as its redirect URL (https only), and allow users:read and the scopes that you configure here.',
    'Save, and take the identifier (client id) and the secret, which is shown a single time.',
    'Such a client works for that Zendesk alone; for your customers’ ask Zendesk to make it a global OAuth client.',
  ],
  verifyBeforeRelease: true,
});
