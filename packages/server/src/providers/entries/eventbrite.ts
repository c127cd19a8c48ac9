import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'eventbrite',
  name: 'Eventbrite',
  category: 'marketing',
  monogram: 'Ev',
  hue: 80,
  endpoints: {
    authorize: 'https://www.eventbrite.com/oauth/authorize',
    token: 'https://www.eventbrite.com/oauth/token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: {
    rotation: 'none',
  },
  account: {
    url: 'https://www.eventbriteapi.com/v3/users/me/',
    identity: ['id'],
    label: ['emails.0.email'],
  },
  api: {
    hosts: ['www.eventbriteapi.com'],
  },
  consoleUrl: 'https://www.eventbrite.com/account-settings/apps',
  settingsUrl: 'https://www.eventbrite.com/account-settings/apps',
  setup: [
    'Register an app for OAuth at Eventbrite.',
    'Enter the callback URL shown here as its redirect URI.',
    'Take the client id and the client secret.',
  ],
});
