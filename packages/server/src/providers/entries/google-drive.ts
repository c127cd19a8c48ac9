import { byDevice, googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'google-drive',
  name: 'Google Drive',
  category: 'storage',
  monogram: 'Dr',
  hue: 140,
  ...byDevice,
  apis: 'the Google Drive API',
  api: { hosts: ['www.googleapis.com'] },
  scopes: {
    'drive.file': ['see and change the Drive files you open with this app', 'low'],
    'drive.readonly': ['read all your Drive files', 'high'],
    drive: ['see, change and delete all your Drive files', 'high'],
    'drive.metadata.readonly': ['see the names of your Drive files', 'medium'],
    'drive.appdata': ['keep its own settings in your Drive', 'low'],
  },
});
