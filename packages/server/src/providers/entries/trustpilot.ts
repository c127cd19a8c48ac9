import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'trustpilot',
  name: 'Trustpilot',
  category: 'marketing',
  monogram: 'Tp',
  hue: 160,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'Nothing more: the same client acts for the business that the application belongs to.',
    },
  },
  endpoints: {
    authorize: 'https://authenticate.trustpilot.com/',
    token: 'https://api.trustpilot.com/v1/oauth/oauth-business-users-for-applications/accesstoken',
    refresh: 'https://api.trustpilot.com/v1/oauth/oauth-business-users-for-applications/refresh',
    revoke: {
      url: 'https://api.trustpilot.com/v1/oauth/oauth-business-users-for-applications/revoke',
      // The vendor does not say how far it reaches.
      scope: 'client_user',
    },
  },
  token: { clientAuth: 'basic' },
  refresh: {
    // Each answer brings a refresh token, and nobody says that the one before stays valid: read as single-use.
    rotation: 'single-use',
    accessTtlSeconds: 360_000,
    refreshTtlSeconds: 2_592_000,
  },
  api: {
    hosts: ['api.trustpilot.com', 'invitations-api.trustpilot.com'],
  },
  noScopes: 'There are none: an app may do whatever the business user may.',
  consoleUrl: 'https://businessapp.b2b.trustpilot.com/',
  settingsUrl: null,
  setup: [
    'In Trustpilot Business open "Integrations" and the APIs there, and create an application; not every plan has them.',
    'Enter the callback URL shown here as the redirect URI (https only), or have your account manager do so.',
    'Take the API key (client id) and the API secret.',
    'There are no scopes to configure, and Trustpilot does not say who connected: every connect is a new connection.',
  ],
  verifyBeforeRelease: true,
  hooks: {
    // Its gateway has a name of its own for a bearer token.
    tokenAnswer: (answer) =>
      answer.body['token_type'] === 'BearerToken'
        ? { ...answer, body: { ...answer.body, token_type: 'bearer' } }
        : answer,
  },
});
