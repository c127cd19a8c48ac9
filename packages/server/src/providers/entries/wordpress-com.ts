import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'wordpress-com',
  name: 'WordPress.com',
  category: 'cms',
  monogram: 'Wp',
  hue: 205,
  verifyBeforeRelease: true,
  variables: [
    // A token is of one site, which the person chooses; 0 stands for all of them (the scope global).
    {
      name: 'site',
      label: 'Number of the site',
      kind: 'value',
      from: 'token',
      pattern: /\d{1,20}/,
      at: 'blog_id',
      example: '12345678',
      default: '0',
    },
  ],
  endpoints: {
    authorize: 'https://public-api.wordpress.com/oauth2/authorize',
    token: 'https://public-api.wordpress.com/oauth2/token',
    introspect: 'https://public-api.wordpress.com/oauth2/token-info',
    closed: ['https://public-api.wordpress.com/oauth2/authenticate'],
  },
  authorize: {
    identityScopes: ['auth'],
    pkceSafeToSend: true,
  },
  // Tokens live until the person takes them back.
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://public-api.wordpress.com/rest/v1.1/me',
    // The same person with another site is another connection: its token works nowhere else.
    identity: ['{site}', 'ID'],
    label: ['email', 'username', 'ID'],
    name: ['display_name'],
  },
  api: {
    hosts: ['public-api.wordpress.com'],
  },
  scopes: {
    auth: ['see your name and e-mail address', 'low'],
    global: ['do everything you can do, on all your sites', 'high'],
    posts: ['read, write, change and delete posts and pages', 'high'],
    comments: ['read, answer and moderate comments', 'medium'],
    media: ['see, add and delete pictures and files', 'high'],
    taxonomy: ['see and change categories and tags', 'medium'],
    stats: ['see how many visitors there are', 'low'],
    sites: ['see and change the settings of your site', 'high'],
    users: ['see the people of your site and change what they may do', 'high'],
    themes: ['see and change the design of your site', 'medium'],
    menu: ['see and change the menus of your site', 'medium'],
    sharing: ['see and change where your posts are shared', 'medium'],
    follow: ['follow sites as you', 'low'],
    notifications: ['read your notifications', 'medium'],
  },
  consoleUrl: 'https://developer.wordpress.com/apps/',
  settingsUrl: 'https://wordpress.com/me/security/connected-applications',
  setup: [
    'Under "My Applications" create a new application of the type "Web".',
    'Enter the callback URL shown here among its redirect URLs.',
    'Take the client id and the client secret. Scopes are chosen here, in the config.',
    'People choose one site when they connect; only the scope global is of all their sites.',
  ],
});
