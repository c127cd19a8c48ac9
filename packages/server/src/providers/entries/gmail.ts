import { googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'gmail',
  name: 'Gmail',
  category: 'communication',
  monogram: 'Gm',
  hue: 5,
  apis: 'the Gmail API',
  api: { hosts: ['gmail.googleapis.com', 'www.googleapis.com'] },
  scopes: {
    'gmail.readonly': ['read all your mail', 'high'],
    'gmail.send': ['send mail as you', 'high'],
    'gmail.modify': ['read, change and send your mail', 'high'],
    'gmail.labels': ['see and change your mail labels', 'low'],
    'https://mail.google.com/': ['do anything with your mail, also delete it for good', 'high'],
  },
});
