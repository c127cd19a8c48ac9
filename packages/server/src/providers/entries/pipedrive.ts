import { defineProvider } from '../define-provider.ts';
import { underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'pipedrive',
  name: 'Pipedrive',
  category: 'crm',
  monogram: 'Pi',
  hue: 150,
  variables: [
    {
      name: 'api',
      label: 'API host of the company',
      kind: 'host',
      from: 'token',
      pattern: underSuffix('.pipedrive.com'),
      at: 'api_domain',
      example: 'https://acme.pipedrive.com',
    },
  ],
  endpoints: {
    authorize: 'https://oauth.pipedrive.com/oauth/authorize',
    token: 'https://oauth.pipedrive.com/oauth/token',
    revoke: {
      url: 'https://oauth.pipedrive.com/oauth/revoke',
      // The refresh token's end uninstalls the app for the person.
      scope: 'client_user',
    },
  },
  authorize: {
    pkceSupport: 'unsupported',
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'static', accessTtlSeconds: 3599, refreshTtlSeconds: 5_184_000 },
  account: {
    url: 'https://{api}/v1/users/me',
    identity: ['data.company_id', 'data.id'],
    label: ['data.email', 'data.name', 'data.id'],
    name: ['data.company_name', 'data.name'],
  },
  api: {
    hosts: ['{api}'],
    rateLimit: { remaining: 'x-ratelimit-remaining', resetIn: 'x-ratelimit-reset' },
  },
  // Fixed on the app: all of the app's are granted, whatever is asked for.
  scopes: {
    base: ['see your name, your settings and your company', 'low'],
    'deals:read': ['read your deals', 'medium'],
    'deals:full': ['create, change and delete deals', 'high'],
    'leads:read': ['read your leads', 'medium'],
    'leads:full': ['create, change and delete leads', 'high'],
    'contacts:read': ['read your contacts', 'medium'],
    'contacts:full': ['create, change and delete contacts', 'high'],
    'activities:read': ['see your activities', 'medium'],
    'activities:full': ['create, change and delete activities', 'high'],
    'mail:read': ['read your mails', 'high'],
    'mail:full': ['read, change and delete your mails', 'high'],
    'products:read': ['see your products', 'low'],
    'products:full': ['create, change and delete products', 'medium'],
    'projects:read': ['see your projects', 'medium'],
    'projects:full': ['create, change and delete projects', 'high'],
    'users:read': ['see the users of your company', 'low'],
    'search:read': ['search everything you can see', 'high'],
    admin: ['change the settings of your company', 'high'],
    'webhooks:full': ['be told of changes as they happen', 'medium'],
  },
  consoleUrl: 'https://developers.pipedrive.com/',
  settingsUrl: null,
  setup: [
    'With a developer sandbox account open "Developer Hub" and create a private or a public app.',
    'Under "Basic info" enter the callback URL shown here; an app has one.',
    'Under "OAuth & access scopes" tick exactly the scopes that you configure here, and take the client id and client secret.',
    'Switch the app to live. A public one is reviewed by Pipedrive before others find it.',
  ],
  hooks: {
    // Granted scopes come with commas.
    tokenAnswer: (answer) => {
      const { scope } = answer.body;
      return typeof scope === 'string'
        ? { ...answer, body: { ...answer.body, scope: scope.replaceAll(',', ' ') } }
        : answer;
    },
  },
});
