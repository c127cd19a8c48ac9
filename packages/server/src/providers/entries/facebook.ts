import { metaProvider } from '../families/meta.ts';

export default metaProvider({
  id: 'facebook',
  name: 'Facebook',
  category: 'social',
  monogram: 'Fb',
  hue: 214,
  scopes: {
    email: ['see your e-mail address', 'low'],
    pages_show_list: ['see which pages you manage', 'low'],
    pages_read_engagement: ['read posts and figures of your pages', 'medium'],
    pages_manage_posts: ['write, change and delete posts on your pages', 'high'],
    pages_messaging: ['read and write messages of your pages', 'high'],
  },
  setup: [
    'Create an app with "Facebook Login" in the developer console.',
    'Enter the callback URL shown here under "Valid OAuth redirect URIs".',
    'Take the app id (client id) and the app secret from the basic settings. Most permissions need an app review.',
  ],
});
