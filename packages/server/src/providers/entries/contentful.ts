import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'contentful',
  name: 'Contentful',
  category: 'cms',
  monogram: 'Co',
  hue: 0,
  endpoints: {
    authorize: 'https://be.contentful.com/oauth/authorize',
    token: 'https://be.contentful.com/oauth/token',
  },
  authorize: {
    identityScopes: ['content_management_read'],
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://api.contentful.com/users/me',
    identity: ['sys.id'],
    label: ['email'],
  },
  api: {
    hosts: ['api.contentful.com', 'cdn.contentful.com'],
    rateLimit: { resetIn: 'x-contentful-ratelimit-reset' },
  },
  scopes: {
    content_management_read: ['read your content', 'medium'],
  },
  consoleUrl: 'https://app.contentful.com/account/profile/developers/applications',
  settingsUrl: 'https://app.contentful.com/account/profile/oauth_tokens',
  setup: [
    'Register an app for OAuth at Contentful.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
