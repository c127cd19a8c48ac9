import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'basecamp',
  name: 'Basecamp',
  category: 'productivity',
  monogram: 'Ba',
  hue: 50,
  variables: [
    // Basecamp refuses calls that do not say whose app it is and how to reach its makers.
    {
      name: 'user_agent',
      label: 'Name of your app and how to reach you',
      kind: 'value',
      from: 'operator',
      pattern: /[A-Za-z0-9][\w .,:;@/()+-]{0,199}/,
      example: 'Acme (help@acme.example)',
      default: 'alter',
    },
  ],
  endpoints: {
    authorize: 'https://launchpad.37signals.com/authorization/new',
    token: 'https://launchpad.37signals.com/authorization/token',
  },
  authorize: {
    query: { type: 'web_server' },
    pkceSafeToSend: true,
  },
  token: { extra: { type: 'web_server', grant_type: '' } },
  refresh: {
    rotation: 'static',
    accessTtlSeconds: 1_209_600,
    // Its own words for both grants.
    extra: { type: 'refresh', grant_type: '' },
  },
  account: {
    url: 'https://launchpad.37signals.com/authorization.json',
    identity: ['identity.id'],
    label: ['identity.email_address', 'identity.id'],
    name: ['identity.first_name'],
  },
  api: {
    hosts: ['3.basecampapi.com'],
    defaultHeaders: { 'user-agent': '{user_agent}' },
  },
  noScopes: 'There are none: an app may do whatever the person may.',
  consoleUrl: 'https://launchpad.37signals.com/integrations',
  settingsUrl: 'https://launchpad.37signals.com/authorizations',
  setup: [
    'At Launchpad choose "Register one now" and tick the products that your app works with.',
    'Enter the callback URL shown here as the redirect URI.',
    'Take the client id and the client secret. There are no scopes: an app may do whatever the person may.',
    'Set `user_agent` to the name of your app with an address, which Basecamp demands of every call.',
  ],
});
