import { googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'google-contacts',
  name: 'Google Contacts',
  category: 'crm',
  monogram: 'Co',
  hue: 200,
  apis: 'the People API',
  api: { hosts: ['people.googleapis.com'] },
  scopes: {
    'contacts.readonly': ['read your contacts', 'medium'],
    contacts: ['see, change and delete your contacts', 'high'],
    'contacts.other.readonly': ['read addresses you have written to', 'medium'],
    'directory.readonly': ['read the directory of your organization', 'medium'],
  },
});
