import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'exact-online',
  name: 'Exact Online',
  category: 'accounting',
  monogram: 'Eo',
  hue: 345,
  variables: [
    {
      name: 'start',
      label: 'Host of your country, e.g. start.exactonline.nl',
      kind: 'host',
      from: 'operator',
      pattern: oneOf(
        'start.exactonline.nl',
        'start.exactonline.be',
        'start.exactonline.de',
        'start.exactonline.fr',
        'start.exactonline.es',
        'start.exactonline.co.uk',
        'start.exactonline.com',
      ),
      default: 'start.exactonline.nl',
    },
  ],
  endpoints: {
    authorize: 'https://{start}/api/oauth2/auth',
    token: 'https://{start}/api/oauth2/token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    // A refresh before a token is 570 s old is refused: there is no room for the usual margin.
    rotation: 'single-use',
    accessTtlSeconds: 600,
    refreshTtlSeconds: 2_592_000,
    marginSeconds: 20,
  },
  account: {
    url: 'https://{start}/api/v1/current/Me',
    identity: ['d.results.0.UserID'],
    label: ['d.results.0.Email'],
  },
  api: {
    hosts: ['{start}'],
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  consoleUrl: 'https://apps.exactonline.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Exact Online.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
