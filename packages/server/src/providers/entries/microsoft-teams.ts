import { microsoftProvider } from '../families/microsoft.ts';

export default microsoftProvider({
  id: 'microsoft-teams',
  name: 'Microsoft Teams',
  category: 'communication',
  monogram: 'Te',
  hue: 245,
  scopes: {
    'Chat.Read': ['read your chats', 'high'],
    'Chat.ReadWrite': ['read your chats and write in them as you', 'high'],
    'ChannelMessage.Send': ['write in channels as you', 'high'],
    'OnlineMeetings.ReadWrite': ['see and create your online meetings', 'medium'],
    'Team.ReadBasic.All': ['see which teams you are in', 'low'],
    'Channel.ReadBasic.All': ['see the channels of your teams', 'low'],
    'ChannelMessage.Read.All': ['read messages in your channels', 'high'],
  },
});
