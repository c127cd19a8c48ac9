import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'freeagent',
  name: 'FreeAgent',
  category: 'accounting',
  monogram: 'Fa',
  hue: 208,
  // The sandbox is another installation, with accounts of its own.
  variables: [
    {
      name: 'api',
      label: 'api.freeagent.com, or api.sandbox.freeagent.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.freeagent.com', 'api.sandbox.freeagent.com'),
      default: 'api.freeagent.com',
    },
  ],
  endpoints: {
    authorize: 'https://{api}/v2/approve_app',
    token: 'https://{api}/v2/token_endpoint',
  },
  authorize: { pkceSafeToSend: true },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'static', accessTtlSeconds: 3600 },
  account: {
    url: 'https://{api}/v2/users/me',
    identity: ['user.url'],
    label: ['user.email', 'user.url'],
    name: ['user.first_name'],
  },
  api: {
    hosts: ['{api}'],
    // Calls that do not say what calls are refused; answers are XML unless it is told.
    defaultHeaders: { 'user-agent': 'alter', accept: 'application/json' },
  },
  noScopes: 'There are none: an app may do whatever the person may.',
  consoleUrl: 'https://dev.freeagent.com/',
  settingsUrl: null,
  setup: [
    'In the developer dashboard choose "Create New App".',
    'Enter the callback URL shown here as an OAuth redirect URI.',
    'Take the OAuth identifier as the client id, and the OAuth secret. There are no scopes: an app may do whatever the person may.',
    'For accounts of the sandbox set `api` to its host.',
  ],
  verifyBeforeRelease: true,
});
