import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'basecamp',
  name: 'Basecamp',
  category: 'productivity',
  monogram: 'Ba',
  hue: 80,
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
    accessTtlSeconds: 1_209_600,
    // Its own words for both grants.
    extra: { type: 'refresh', grant_type: '' },
  },
  account: {
    url: 'https://launchpad.37signals.com/authorization.json',
    identity: ['identity.id'],
    label: ['identity.email_address'],
  },
  api: {
    hosts: ['3.basecampapi.com'],
    defaultHeaders: { 'user-agent': 'alter' },
  },
  consoleUrl: 'https://launchpad.37signals.com/integrations',
  settingsUrl: 'https://launchpad.37signals.com/authorizations',
  setup: [
    'Register an app for OAuth at Basecamp.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
