import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'exact-online',
  name: 'Exact Online',
  category: 'accounting',
  monogram: 'Eo',
  hue: 357,
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
    switchAccount: { force_login: '1' },
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
    label: ['d.results.0.Email', 'd.results.0.UserName', 'd.results.0.UserID'],
    name: ['d.results.0.FullName'],
  },
  api: {
    hosts: ['{start}'],
    // Answers are XML unless it is told.
    defaultHeaders: { accept: 'application/json' },
    rateLimit: { remaining: 'x-ratelimit-minutely-remaining', resetAtMs: 'x-ratelimit-minutely-reset' },
  },
  noScopes: 'None are asked for: what an app may do is chosen where it is registered.',
  consoleUrl: 'https://apps.exactonline.com/',
  settingsUrl: null,
  setup: [
    'In the App Center of your country choose "Manage my apps" and register one: a testing app for your own company, else a product app.',
    'Enter the callback URL shown here as the redirect URI; it must be https.',
    'Take the client id and the client secret, and set `start` to the host of the country.',
    'Ask Exact for permission before companies other than yours connect: until then they see an error.',
  ],
  verifyBeforeRelease: true,
  hooks: {
    // In Exact's words of the same error code: too early is no fault of the app, and a used token is dead.
    errorClass: (_error, body) => {
      const words = body['error_description'];
      if (typeof words !== 'string') return null;
      if (/access_token not expired/i.test(words)) return 'transient';
      return /old refresh token used/i.test(words) ? 'permanent' : null;
    },
  },
});
