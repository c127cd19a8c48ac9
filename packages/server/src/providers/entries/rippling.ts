import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'rippling',
  name: 'Rippling',
  category: 'hr',
  monogram: 'Ri',
  hue: 335,
  variables: [
    {
      name: 'app',
      label: 'Name of the app, as in the address of its install page',
      kind: 'path',
      from: 'operator',
      pattern: /[A-Za-z0-9_-]{1,80}/,
      example: 'Acme',
    },
  ],
  endpoints: {
    authorize: 'https://app.rippling.com/apps/PLATFORM/{app}/authorize',
    token: 'https://api.rippling.com/api/o/token/',
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'single-use', accessTtlSeconds: 2_592_000 },
  account: {
    url: 'https://api.rippling.com/platform/api/me',
    identity: ['company', 'id'],
    label: ['workEmail', 'id'],
  },
  api: { hosts: ['api.rippling.com', 'rest.ripplingapis.com'] },
  noScopes: 'None are asked for: what an app may do is chosen where it is registered.',
  consoleUrl: 'https://developer.rippling.com/',
  settingsUrl: null,
  setup: [
    'Create an app in the Rippling developer portal and set the variable `app` to its name.',
    'Enter the callback URL shown here as its redirect URI and choose its scopes.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
