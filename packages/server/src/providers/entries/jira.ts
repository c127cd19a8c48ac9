import { atlassianProvider } from '../families/atlassian.ts';

export default atlassianProvider({
  id: 'jira',
  name: 'Jira',
  category: 'ticketing',
  monogram: 'Ji',
  hue: 218,
  scopes: {
    'read:jira-user': ['see the people of your Jira site', 'low'],
    'read:jira-work': ['read your projects and issues', 'medium'],
    'write:jira-work': ['create and change issues as you', 'high'],
    'manage:jira-project': ['change the settings of your projects', 'high'],
    'manage:jira-configuration': ['change the settings of the whole site', 'high'],
    'manage:jira-webhook': ['register webhooks', 'medium'],
  },
});
