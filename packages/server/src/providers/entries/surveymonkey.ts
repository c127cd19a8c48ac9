import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'surveymonkey',
  name: 'SurveyMonkey',
  category: 'surveys',
  monogram: 'Su',
  hue: 285,
  variables: [
    {
      name: 'access',
      label: 'API host of the region',
      kind: 'host',
      from: 'token',
      pattern: oneOf('api.surveymonkey.com', 'api.eu.surveymonkey.com', 'api.surveymonkey.ca'),
      at: 'access_url',
      example: 'https://api.eu.surveymonkey.com',
      default: 'api.surveymonkey.com',
    },
  ],
  endpoints: {
    authorize: 'https://api.surveymonkey.com/oauth/authorize',
    token: 'https://api.surveymonkey.com/oauth/token',
  },
  authorize: {
    pkceSupport: 'unsupported',
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://{access}/v3/users/me',
    identity: ['id'],
    label: ['email'],
  },
  api: {
    hosts: ['{access}'],
  },
  consoleUrl: 'https://developer.surveymonkey.com/apps/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at SurveyMonkey.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
