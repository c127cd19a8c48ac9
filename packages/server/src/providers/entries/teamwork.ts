import { defineProvider } from '../define-provider.ts';
import { underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'teamwork',
  name: 'Teamwork',
  category: 'productivity',
  monogram: 'Te',
  hue: 315,
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
  },
  authorize: {
    pkceSafeToSend: true,
  },
  token: { body: 'json' },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://{api}/me.json',
    identity: ['person.company-id', 'person.id'],
    label: ['person.email-address'],
  },
  api: {
    hosts: ['{api}'],
  },
  consoleUrl: 'https://www.teamwork.com/launchpad/developer',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Teamwork.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
