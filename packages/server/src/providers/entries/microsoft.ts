import { microsoftProvider } from '../families/microsoft.ts';

export default microsoftProvider({
  id: 'microsoft',
  name: 'Microsoft',
  category: 'productivity',
  monogram: 'Ms',
  hue: 205,
  scopes: {
    'User.ReadBasic.All': ['see names and addresses of everybody in your organization', 'medium'],
    'Mail.Read': ['read your mail', 'high'],
    'Mail.ReadWrite': ['read, change and delete your mail', 'high'],
    'Mail.Send': ['send mail as you', 'high'],
    'Calendars.Read': ['read your calendars', 'medium'],
    'Calendars.ReadWrite': ['see and change your calendars', 'medium'],
    'Contacts.Read': ['read your contacts', 'medium'],
    'Contacts.ReadWrite': ['see and change your contacts', 'medium'],
    'Files.Read': ['read your files', 'medium'],
    'Files.ReadWrite': ['see, change and delete your files', 'high'],
    'Files.ReadWrite.All': ['see, change and delete all files you can open', 'high'],
    'Sites.Read.All': ['read all SharePoint sites you can open', 'high'],
    'Tasks.ReadWrite': ['see and change your tasks', 'medium'],
    'Notes.ReadWrite': ['see and change your notebooks', 'medium'],
    'Chat.Read': ['read your chats', 'high'],
    'Chat.ReadWrite': ['read your chats and write in them as you', 'high'],
    'ChannelMessage.Send': ['write in channels as you', 'high'],
    'OnlineMeetings.ReadWrite': ['see and create your online meetings', 'medium'],
  },
});
