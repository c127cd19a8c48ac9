import { googleProvider } from '../families/google.ts';

export default googleProvider({
  id: 'google-search-console',
  name: 'Google Search Console',
  category: 'analytics',
  monogram: 'Sc',
  hue: 190,
  apis: 'the Google Search Console API',
  api: { hosts: ['searchconsole.googleapis.com', 'www.googleapis.com'] },
  scopes: {
    'webmasters.readonly': ['read how your sites do in search', 'medium'],
    webmasters: ['read and change your sites in Search Console', 'high'],
  },
});
