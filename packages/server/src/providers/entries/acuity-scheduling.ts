import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'acuity-scheduling',
  name: 'Acuity Scheduling',
  category: 'scheduling',
  monogram: 'As',
  hue: 195,
  endpoints: {
    authorize: 'https://acuityscheduling.com/oauth2/authorize',
    token: 'https://acuityscheduling.com/oauth2/token',
    revoke: {
      url: 'https://acuityscheduling.com/oauth2/disconnect',
      field: 'access_token',
      token: 'access',
      scope: 'client_user',
    },
  },
  authorize: { identityScopes: ['api-v1'] },
  // Tokens do not expire.
  refresh: { rotation: 'none' },
  account: { url: 'https://acuityscheduling.com/api/v1/me', identity: ['id'], label: ['email'], name: ['name'] },
  api: { hosts: ['acuityscheduling.com'] },
  scopes: { 'api-v1': ['read and change your calendars, appointments and clients', 'high'] },
  consoleUrl: 'https://acuityscheduling.com/oauth2/register',
  settingsUrl: 'https://secure.acuityscheduling.com/app.php?key=api&action=settings',
  setup: [
    'Register an OAuth application at Acuity Scheduling.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret. There is one scope, api-v1.',
  ],
  verifyBeforeRelease: true,
});
