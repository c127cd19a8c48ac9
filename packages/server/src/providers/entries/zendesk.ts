import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'zendesk',
  name: 'Zendesk',
  category: 'support',
  monogram: 'Ze',
  hue: 330,
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
  },
  authorize: {
    identityScopes: ['read'],
    pkceSupport: 'supported',
  },
  token: {
    body: 'json',
    // Without these, tokens neither expire nor come with a refresh token.
    extra: { expires_in: '172800', refresh_token_expires_in: '7776000' },
  },
  refresh: {
    rotation: 'single-use',
  },
  account: {
    url: 'https://{subdomain}.zendesk.com/api/v2/users/me.json',
    identity: ['user.id'],
    label: ['user.email'],
  },
  api: {
    hosts: ['{subdomain}.zendesk.com'],
  },
  scopes: {
    read: ['read what you can see', 'medium'],
  },
  consoleUrl: 'https://developer.zendesk.com/documentation/marketplace/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Zendesk.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
