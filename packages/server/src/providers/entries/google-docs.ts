import { googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'google-docs',
  name: 'Google Docs',
  category: 'productivity',
  monogram: 'Dc',
  hue: 215,
  apis: 'the Google Docs API',
  api: { hosts: ['docs.googleapis.com'] },
  scopes: {
    'documents.readonly': ['read your documents', 'medium'],
    documents: ['see, change and delete your documents', 'high'],
    'drive.file': ['see and change the Drive files you open with this app', 'low'],
  },
});
