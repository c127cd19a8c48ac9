import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'eventbrite',
  name: 'Eventbrite',
  category: 'marketing',
  monogram: 'Eb',
  hue: 14,
  endpoints: {
    authorize: 'https://www.eventbrite.com/oauth/authorize',
    token: 'https://www.eventbrite.com/oauth/token',
  },
  authorize: { pkceSafeToSend: true },
  // Tokens do not expire.
  refresh: { rotation: 'none' },
  account: {
    url: 'https://www.eventbriteapi.com/v3/users/me/',
    identity: ['id'],
    label: ['emails.0.email', 'name', 'id'],
    name: ['name'],
  },
  api: {
    hosts: ['www.eventbriteapi.com'],
  },
  noScopes: 'There are none: an app may do whatever the person may.',
  consoleUrl: 'https://www.eventbrite.com/account-settings/apps',
  settingsUrl: 'https://www.eventbrite.com/account-settings/apps',
  setup: [
    'In the account settings open "Developer Links" and "API Keys", and choose "Create API Key".',
    'Enter the callback URL shown here as the OAuth redirect URI.',
    'Take the API key as the client id, and the client secret beside it. There are no scopes: an app may do whatever the person may.',
  ],
});
