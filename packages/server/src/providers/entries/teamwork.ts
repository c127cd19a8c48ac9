import { defineProvider } from '../define-provider.ts';
import { underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'teamwork',
  name: 'Teamwork',
  category: 'productivity',
  monogram: 'Te',
  hue: 318,
  variables: [
    {
      name: 'api',
      label: 'Host of the site',
      kind: 'host',
      from: 'token',
      pattern: underSuffix('.teamwork.com'),
      at: 'installation.apiEndPoint',
      example: 'https://acme.eu.teamwork.com/',
    },
  ],
  endpoints: {
    authorize: 'https://www.teamwork.com/launchpad/login',
    token: 'https://www.teamwork.com/launchpad/v1/token.json',
    // A site answers for its own people under the same paths.
    closed: ['https://{api}/launchpad/login', 'https://{api}/launchpad/v1/token.json'],
  },
  authorize: {
    pkceSafeToSend: true,
  },
  token: { body: 'json' },
  // Tokens live until they are taken back.
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://{api}/me.json',
    identity: ['person.company-id', 'person.id'],
    label: ['person.email-address', 'person.id'],
    name: ['person.first-name'],
  },
  api: {
    hosts: ['{api}'],
    rateLimit: { remaining: 'x-ratelimit-remaining' },
  },
  noScopes: 'There are none: an app may do whatever the person may.',
  consoleUrl: 'https://apidocs.teamwork.com/guides/teamwork/app-login-flow',
  settingsUrl: null,
  setup: [
    'Open the Developer Portal of your Teamwork site (its address followed by /developer) and create an app.',
    'On the "Credentials" tab enter the callback URL shown here as the redirect URI, and take the client id and the client secret.',
    'There are no scopes to configure. A site whose address is not under teamwork.com cannot be connected.',
  ],
  verifyBeforeRelease: true,
});
