import { metaProvider } from '../families/meta.ts';

export default metaProvider({
  id: 'meta-ads',
  name: 'Meta Ads',
  category: 'marketing',
  monogram: 'Ma',
  hue: 225,
  scopes: {
    ads_read: ['read your ads and their figures', 'medium'],
    ads_management: ['create, change and pay for ads', 'high'],
    business_management: ['manage your business accounts', 'high'],
    leads_retrieval: ['read the leads of your ads', 'high'],
  },
  setup: [
    'Create an app of the type "Business" with the product "Marketing API".',
    'Add "Facebook Login for Business" and enter the callback URL shown here under "Valid OAuth redirect URIs".',
    'Take the app id (client id) and the app secret from the basic settings. Advanced access needs an app review.',
  ],
});
