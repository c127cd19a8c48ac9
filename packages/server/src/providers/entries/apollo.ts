import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'apollo',
  name: 'Apollo',
  category: 'crm',
  monogram: 'Ap',
  hue: 50,
  endpoints: {
    authorize: 'https://app.apollo.io/',
    token: 'https://app.apollo.io/api/v1/oauth/token',
  },
  // The page that asks is a route of a single-page app: it reads its query behind the fragment.
  authorize: { fragment: '/oauth/authorize', identityScopes: ['read_user_profile'] },
  refresh: { rotation: 'single-use', accessTtlSeconds: 2_592_000 },
  account: {
    url: 'https://app.apollo.io/api/v1/users/api_profile',
    identity: ['id'],
    label: ['email'],
    name: ['name'],
  },
  api: { hosts: ['api.apollo.io', 'app.apollo.io'], rateLimit: { remaining: 'x-minute-requests-left' } },
  scopes: {
    read_user_profile: ['see your name and e-mail address', 'low'],
    contacts_search: ['search your contacts', 'medium'],
    person_read: ['read people', 'medium'],
    app_scopes: ['use what the app was given', 'medium'],
  },
  consoleUrl: 'https://app.apollo.io/#/settings/integrations/api',
  settingsUrl: 'https://app.apollo.io/#/settings/integrations',
  setup: [
    'Register an OAuth app in the integration settings of Apollo.',
    'Enter the callback URL shown here as its redirect URL and choose the scopes that you configure here.',
    'Take the client id and the client secret.',
  ],
  verifyBeforeRelease: true,
});
