import { microsoftProvider } from '../families/microsoft.ts';

export default microsoftProvider({
  id: 'outlook',
  name: 'Outlook',
  category: 'communication',
  monogram: 'Ol',
  hue: 207,
  scopes: {
    'Mail.Read': ['read your mail', 'high'],
    'Mail.ReadWrite': ['read, change and delete your mail', 'high'],
    'Mail.Send': ['send mail as you', 'high'],
    'Calendars.Read': ['read your calendars', 'medium'],
    'Calendars.ReadWrite': ['see and change your calendars', 'medium'],
    'Contacts.Read': ['read your contacts', 'medium'],
    'Contacts.ReadWrite': ['see and change your contacts', 'medium'],
    'MailboxSettings.ReadWrite': ['change rules and settings of your mailbox', 'high'],
  },
});
