import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'bamboohr',
  name: 'BambooHR',
  category: 'hr',
  monogram: 'Ba',
  hue: 355,
  variables: [
    {
      name: 'company',
      label: 'Your BambooHR subdomain',
      kind: 'label',
      from: 'person',
      pattern: /[a-z0-9][a-z0-9-]*/,
      suffix: '.bamboohr.com',
      example: 'acme',
    },
  ],
  endpoints: {
    authorize: 'https://{company}.bamboohr.com/authorize.php',
    token: 'https://{company}.bamboohr.com/token.php?request=token',
  },
  authorize: {
    query: { request: 'authorize' },
    identityScopes: ['offline_access'],
    offline: 'scope offline_access',
    pkceSafeToSend: true,
  },
  refresh: {
    accessTtlSeconds: 3600,
  },
  api: {
    hosts: ['{company}.bamboohr.com', 'api.bamboohr.com'],
  },
  scopes: {
    offline_access: ['stay connected when you are away', 'low'],
  },
  consoleUrl: 'https://developers.bamboohr.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at BambooHR.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
