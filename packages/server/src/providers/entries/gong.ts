import { defineProvider } from '../define-provider.ts';
import { underSuffix } from '../patterns.ts';

export default defineProvider({
  id: 'gong',
  name: 'Gong',
  category: 'crm',
  monogram: 'Go',
  hue: 125,
  variables: [
    {
      name: 'api',
      label: 'API host of the customer',
      kind: 'host',
      from: 'token',
      pattern: underSuffix('.api.gong.io'),
      at: 'api_base_url_for_customer',
      example: 'https://us-12345.api.gong.io',
    },
  ],
  endpoints: {
    authorize: 'https://app.gong.io/oauth2/authorize',
    token: 'https://app.gong.io/oauth2/generate-customer-token',
  },
  authorize: {
    query: { access_type: 'offline' },
    pkceSupport: 'unsupported',
  },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    accessTtlSeconds: 86_400,
  },
  accountInToken: { identity: ['{api}'], label: ['{api}'] },
  api: {
    hosts: ['{api}'],
  },
  consoleUrl: 'https://app.gong.io/company/api',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Gong.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
