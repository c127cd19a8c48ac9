import { googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'google-sheets',
  name: 'Google Sheets',
  category: 'productivity',
  monogram: 'Sh',
  hue: 130,
  apis: 'the Google Sheets API',
  api: { hosts: ['sheets.googleapis.com'] },
  scopes: {
    'spreadsheets.readonly': ['read your spreadsheets', 'medium'],
    spreadsheets: ['see, change and delete your spreadsheets', 'high'],
    'drive.file': ['see and change the Drive files you open with this app', 'low'],
  },
});
