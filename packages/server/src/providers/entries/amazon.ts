import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'amazon',
  name: 'Amazon',
  category: 'e-commerce',
  monogram: 'Am',
  hue: 36,
  // Each region has its own page and its own tokens; a profile is of one region.
  variables: [
    {
      name: 'page',
      label: 'Host of the consent page in your region',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('www.amazon.com', 'eu.account.amazon.com', 'apac.account.amazon.com'),
      default: 'www.amazon.com',
    },
    {
      name: 'api',
      label: 'API host of your region',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.amazon.com', 'api.amazon.co.uk', 'api.amazon.co.jp'),
      default: 'api.amazon.com',
    },
  ],
  endpoints: {
    authorize: 'https://{page}/ap/oa',
    token: 'https://{api}/auth/o2/token',
    introspect: 'https://{api}/auth/o2/tokeninfo',
    closed: ['https://{api}/auth/o2/create/codepair'],
  },
  authorize: {
    identityScopes: ['profile'],
    pkceSupport: 'supported',
  },
  refresh: { rotation: 'static', accessTtlSeconds: 3600 },
  account: {
    url: 'https://{api}/user/profile',
    identity: ['user_id'],
    label: ['email', 'user_id'],
    name: ['name'],
  },
  api: {
    hosts: ['{api}'],
  },
  scopes: {
    profile: ['see your name and e-mail address', 'low'],
    'profile:user_id': ['know which Amazon account it is', 'low'],
    postal_code: ['see your postal code', 'low'],
  },
  consoleUrl: 'https://developer.amazon.com/loginwithamazon/console/site/lwa/overview.html',
  settingsUrl: 'https://www.amazon.com/ap/adam',
  setup: [
    'In the developer console, under "Login with Amazon", create a security profile with a link to your privacy notice.',
    'Open the profile’s "Web Settings" and add the callback URL shown here to "Allowed Return URLs"; it must be https.',
    'Take the client id and show the client secret on the same page.',
    'For people in Europe or the Far East set `page` and `api` to the hosts of that region; the callback URL is then another one.',
  ],
  verifyBeforeRelease: true,
});
