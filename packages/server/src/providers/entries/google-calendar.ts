import { googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'google-calendar',
  name: 'Google Calendar',
  category: 'productivity',
  monogram: 'Ca',
  hue: 217,
  apis: 'the Google Calendar API',
  api: { hosts: ['www.googleapis.com'] },
  scopes: {
    'calendar.readonly': ['read your calendars', 'medium'],
    'calendar.events': ['see and change events in your calendars', 'medium'],
    calendar: ['see, change, share and delete your calendars', 'high'],
  },
});
