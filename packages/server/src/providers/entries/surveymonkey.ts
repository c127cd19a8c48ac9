import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'surveymonkey',
  name: 'SurveyMonkey',
  category: 'surveys',
  monogram: 'Su',
  hue: 155,
  variables: [
    // The token answer says where the account is kept; its token works nowhere else.
    {
      name: 'access',
      label: 'API host of the region',
      kind: 'host',
      from: 'token',
      pattern: oneOf('api.surveymonkey.com', 'api.surveymonkey.net', 'api.eu.surveymonkey.com', 'api.surveymonkey.ca'),
      at: 'access_url',
      example: 'https://api.eu.surveymonkey.com',
      default: 'api.surveymonkey.com',
    },
  ],
  endpoints: {
    authorize: 'https://api.surveymonkey.com/oauth/authorize',
    token: 'https://api.surveymonkey.com/oauth/token',
    closed: ['https://{access}/oauth/authorize', 'https://{access}/oauth/token'],
  },
  authorize: {
    pkceSupport: 'unsupported',
  },
  // Tokens live until the person or the operator takes them back.
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://{access}/v3/users/me',
    identity: ['id'],
    label: ['email', 'username', 'id'],
    name: ['username'],
  },
  api: {
    hosts: ['{access}'],
    rateLimit: {
      remaining: 'x-ratelimit-app-global-minute-remaining',
      resetIn: 'x-ratelimit-app-global-minute-reset',
    },
  },
  // They are chosen on the app; what is configured here is what people are told.
  scopes: {
    users_read: ['see your name, e-mail address and plan', 'low'],
    surveys_read: ['read your surveys', 'medium'],
    surveys_write: ['create, change and delete your surveys', 'high'],
    collectors_read: ['see how your surveys are sent', 'low'],
    collectors_write: ['create and change how your surveys are sent', 'high'],
    responses_read: ['see how many answered your surveys, and when', 'medium'],
    responses_read_detail: ['read what people answered', 'high'],
    responses_write: ['add, change and delete answers', 'high'],
    contacts_read: ['read your contacts', 'medium'],
    contacts_write: ['create, change and delete your contacts', 'high'],
    groups_read: ['see the people of your team', 'low'],
    library_read: ['read what you keep in your library', 'low'],
    webhooks_read: ['see your webhooks', 'low'],
    webhooks_write: ['create and change webhooks', 'high'],
  },
  consoleUrl: 'https://developer.surveymonkey.com/apps/',
  settingsUrl: null,
  setup: [
    'Add an app in the developer portal: public if others are to connect, private for your own team.',
    'In its settings enter the callback URL shown here as the OAuth redirect URL.',
    'Under scopes choose "View Users" and those that you configure here; some need a paid plan of the person who connects.',
    'Take the client id and the secret. A draft works for 90 days; then deploy it, a public one after SurveyMonkey’s review.',
  ],
  verifyBeforeRelease: true,
});
