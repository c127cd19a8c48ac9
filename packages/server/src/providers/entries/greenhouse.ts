import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'greenhouse',
  name: 'Greenhouse',
  category: 'ats',
  monogram: 'Gr',
  hue: 163,
  endpoints: {
    // The third version of the Harvest API; the two before it take no tokens of persons.
    authorize: 'https://auth.greenhouse.io/authorize',
    token: 'https://auth.greenhouse.io/token',
  },
  authorize: { pkceSafeToSend: true },
  token: { clientAuth: 'basic' },
  refresh: {
    rotation: 'single-use',
    // The answer gives a date, not a life.
    accessTtlSeconds: 3600,
    // One day: a grant that is not renewed daily is lost.
    refreshTtlSeconds: 86_400,
  },
  // No endpoint says whose token it is.
  account: null,
  api: {
    hosts: ['harvest.greenhouse.io'],
  },
  scopes: {
    'harvest:candidates:list': ['read your candidates, with how to reach them', 'high'],
    'harvest:candidates:create': ['add candidates', 'high'],
    'harvest:candidates:update': ['change your candidates', 'high'],
    'harvest:applications:list': ['read your applications', 'high'],
    'harvest:applications:update': ['change your applications', 'high'],
    'harvest:jobs:list': ['see your jobs', 'medium'],
    'harvest:job_posts:list': ['see your job posts', 'low'],
    'harvest:interviews:list': ['see your interviews', 'medium'],
    'harvest:scorecards:list': ['read what interviewers wrote', 'high'],
    'harvest:offers:list': ['read your offers, with salaries', 'high'],
    'harvest:notes:create': ['write notes about candidates', 'medium'],
    'harvest:users:list': ['see the people of your company', 'medium'],
    'harvest:departments:list': ['see your departments', 'low'],
    'harvest:offices:list': ['see your offices', 'low'],
  },
  consoleUrl: 'https://harvestdocs.greenhouse.io/docs/harvest-partner-oauth',
  settingsUrl: null,
  setup: [
    'Become a Greenhouse partner and write to its partner support: there is no console to register an app in.',
    'Tell them the callback URL shown here, the scopes that you configure here, a name, a logo, and whether it is for testing or production.',
    'Take the client id and client secret that they send. A change of scopes goes the same way.',
    'A connection lives for a day unless it is renewed, so keep background refresh on. Most lists need a Site Admin to connect.',
  ],
  verifyBeforeRelease: true,
});
