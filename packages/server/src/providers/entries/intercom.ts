import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'intercom',
  name: 'Intercom',
  category: 'support',
  monogram: 'In',
  hue: 85,
  variables: [
    {
      name: 'api',
      label: 'API host of the region',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.intercom.io', 'api.eu.intercom.io', 'api.au.intercom.io'),
      default: 'api.intercom.io',
    },
  ],
  endpoints: {
    authorize: 'https://app.intercom.com/oauth',
    token: 'https://api.intercom.io/auth/eagle/token',
    revoke: { url: 'https://api.intercom.io/auth/uninstall', auth: 'bearer', scope: 'client_user' },
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://{api}/me',
    identity: ['app.id_code', 'id'],
    label: ['email'],
  },
  api: {
    hosts: ['{api}'],
    defaultHeaders: { 'intercom-version': '2.11' },
    rateLimit: { resetAt: 'x-ratelimit-reset' },
  },
  consoleUrl: 'https://app.intercom.com/a/apps/_/developer-hub',
  settingsUrl: null,
  setup: [
    'Register an app for OAuth at Intercom.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
