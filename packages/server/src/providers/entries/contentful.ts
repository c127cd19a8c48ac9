import { defineProvider } from '../define-provider.ts';

const regions = ['api.contentful.com', 'api.eu.contentful.com'];

/** They give out tokens and secrets that outlive the grant. */
const tokenPaths = [
  '/users/{user}/access_tokens',
  '/users/{user}/oauth_applications',
  '/users/{user}/oauth_applications/{application}',
  '/spaces/{space}/environments/{environment}/app_installations/{installation}/access_tokens',
];

export default defineProvider({
  id: 'contentful',
  name: 'Contentful',
  category: 'cms',
  monogram: 'Cf',
  hue: 205,
  endpoints: {
    authorize: 'https://be.contentful.com/oauth/authorize',
    token: 'https://be.contentful.com/oauth/token',
    closed: regions.flatMap((host) => tokenPaths.map((path) => `https://${host}${path}`)),
  },
  authorize: {
    identityScopes: ['content_management_read'],
    pkceSafeToSend: true,
  },
  // Tokens live as long as the application says, and cannot be refreshed.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://api.contentful.com/users/me',
    identity: ['sys.id'],
    label: ['email', 'sys.id'],
    name: ['firstName'],
  },
  api: {
    hosts: [...regions, 'upload.contentful.com', 'upload.eu.contentful.com', 'cdn.contentful.com'],
    rateLimit: { remaining: 'x-contentful-ratelimit-second-remaining', resetIn: 'x-contentful-ratelimit-reset' },
  },
  scopes: {
    content_management_read: ['read your content, also what is not published', 'medium'],
    content_management_manage: ['create, change, publish and delete your content', 'high'],
  },
  consoleUrl: 'https://app.contentful.com/account/profile/developers/applications',
  settingsUrl: 'https://app.contentful.com/account/profile/oauth_tokens',
  setup: [
    'In your account settings open "OAuth applications" and choose "Create application"; keep it confidential.',
    'Enter the callback URL shown here as the redirect URI, and choose how long its tokens live.',
    'Tick "Read" and, if the app is to change content, "Manage".',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
