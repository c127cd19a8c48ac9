import { defineProvider } from '../define-provider.ts';
import { underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'pipedrive',
  name: 'Pipedrive',
  category: 'crm',
  monogram: 'Pi',
  hue: 65,
  variables: [
    {
      name: 'api',
      label: 'API host of the company',
      kind: 'host',
      from: 'token',
      pattern: underSuffix('.pipedrive.com'),
      at: 'api_domain',
      example: 'https://acme.pipedrive.com',
    },
  ],
  endpoints: {
    authorize: 'https://oauth.pipedrive.com/oauth/authorize',
    token: 'https://oauth.pipedrive.com/oauth/token',
    revoke: { url: 'https://oauth.pipedrive.com/oauth/revoke', scope: 'client_user' },
  },
  authorize: {
    // Scopes are fixed on the app.
    pkceSupport: 'unsupported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    accessTtlSeconds: 3599,
    refreshTtlSeconds: 5_184_000,
  },
  account: {
    url: 'https://{api}/v1/users/me',
    identity: ['data.company_id', 'data.id'],
    label: ['data.email'],
  },
  api: {
    hosts: ['{api}'],
  },
  consoleUrl: 'https://developers.pipedrive.com/',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Pipedrive.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
