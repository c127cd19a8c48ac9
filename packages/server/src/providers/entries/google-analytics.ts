import { googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'google-analytics',
  name: 'Google Analytics',
  category: 'analytics',
  monogram: 'An',
  hue: 35,
  apis: 'the Google Analytics Data and Admin APIs',
  api: { hosts: ['analyticsdata.googleapis.com', 'analyticsadmin.googleapis.com'] },
  scopes: {
    'analytics.readonly': ['read your Analytics figures', 'medium'],
    analytics: ['read and manage your Analytics data', 'high'],
    'analytics.edit': ['change the settings of your properties', 'high'],
    'analytics.manage.users.readonly': ['see who has access to your properties', 'medium'],
  },
});
