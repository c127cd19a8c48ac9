import { atlassianProvider } from '../families/atlassian.ts';

export default atlassianProvider({
  id: 'confluence',
  name: 'Confluence',
  category: 'knowledge-base',
  monogram: 'Cf',
  hue: 210,
  scopes: {
    'read:confluence-space.summary': ['see your spaces', 'low'],
    'read:confluence-content.all': ['read your pages', 'medium'],
    'write:confluence-content': ['create and change pages as you', 'high'],
    'search:confluence': ['search everything you can see', 'medium'],
    'read:confluence-user': ['see the people of your site', 'low'],
  },
});
