import { atlassianProvider } from '../families/atlassian.ts';

export default atlassianProvider({
  id: 'atlassian',
  name: 'Atlassian',
  category: 'productivity',
  monogram: 'At',
  hue: 214,
  scopes: {
    'read:account': ['see your Atlassian account', 'low'],
    'read:jira-work': ['read your Jira projects and issues', 'medium'],
    'write:jira-work': ['create and change Jira issues as you', 'high'],
    'read:confluence-content.all': ['read your Confluence pages', 'medium'],
    'write:confluence-content': ['create and change Confluence pages as you', 'high'],
  },
});
