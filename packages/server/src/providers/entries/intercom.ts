import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'intercom',
  name: 'Intercom',
  category: 'support',
  monogram: 'Ic',
  hue: 208,
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
    revoke: {
      url: 'https://{api}/auth/uninstall',
      auth: 'bearer',
      // Takes the app away from the whole workspace.
      scope: 'client_user',
    },
    closed: ['https://{api}/auth/eagle/token'],
  },
  authorize: {
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  // Tokens do not expire.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://{api}/me',
    identity: ['app.id_code', 'id'],
    label: ['email', 'name', 'id'],
    name: ['app.name', 'name'],
  },
  api: {
    hosts: ['{api}'],
    defaultHeaders: { 'intercom-version': '2.11' },
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  noScopes: 'None are asked for: what an app may do is ticked in its settings.',
  consoleUrl: 'https://app.intercom.com/a/apps/_/developer-hub',
  settingsUrl: null,
  setup: [
    'In the Developer Hub choose "New app", in a workspace that lies in the region you want to reach.',
    'Under "Authentication" switch on "Use OAuth", add the callback URL shown here as a redirect URL (https only), and tick the permissions.',
    'Take the client id and the client secret from "Basic information". There are no scopes to configure here.',
    'For Europe or Australia set the variable `api`. Workspaces other than yours can connect after Intercom has reviewed the app.',
  ],
});
