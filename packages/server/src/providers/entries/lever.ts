import { defineProvider } from '../define-provider.ts';
import { oneOf } from '../patterns.ts';

export default defineProvider({
  id: 'lever',
  name: 'Lever',
  category: 'ats',
  monogram: 'Lv',
  hue: 255,
  variables: [
    // The sandbox, where every integration begins, has an authorization server and an API of its own.
    {
      name: 'auth',
      label: 'auth.lever.co, or sandbox-lever.auth0.com for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('auth.lever.co', 'sandbox-lever.auth0.com'),
      default: 'auth.lever.co',
    },
    {
      name: 'api',
      label: 'api.lever.co, or api.sandbox.lever.co for the sandbox',
      kind: 'host',
      from: 'operator',
      pattern: oneOf('api.lever.co', 'api.sandbox.lever.co'),
      default: 'api.lever.co',
    },
  ],
  endpoints: {
    authorize: 'https://{auth}/authorize',
    token: 'https://{auth}/oauth/token',
  },
  authorize: {
    query: { audience: 'https://{api}/v1/', prompt: 'consent' },
    identityScopes: ['offline_access'],
    offline: 'the scope offline_access',
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 3600, refreshTtlSeconds: 31_536_000 },
  // No endpoint says whose token it is.
  account: null,
  api: {
    hosts: ['{api}'],
  },
  scopes: {
    offline_access: ['stay connected when you are away', 'low'],
    'opportunities:read:admin': ['read your candidates and where they stand', 'high'],
    'opportunities:write:admin': ['add and change candidates', 'high'],
    'applications:read:admin': ['read applications', 'high'],
    'contact:read:admin': ['read how to reach your candidates', 'high'],
    'postings:read:admin': ['see your job postings', 'low'],
    'postings:write:admin': ['create and change job postings', 'high'],
    'interviews:read:admin': ['see interviews', 'medium'],
    'interviews:write:admin': ['plan and change interviews', 'high'],
    'feedback:read:admin': ['read what interviewers wrote', 'high'],
    'notes:write:admin': ['read and write notes about candidates', 'high'],
    'offers:read:admin': ['read offers, with salaries', 'high'],
    'files:read:admin': ['read the files of your candidates', 'high'],
    'resumes:read:admin': ['read the résumés of your candidates', 'high'],
    'users:read:admin': ['see the people of your company', 'medium'],
    'stages:read:admin': ['see the stages of your pipeline', 'low'],
    'webhooks:write:admin': ['be told of changes as they happen', 'medium'],
  },
  consoleUrl: 'https://hire.lever.co/developer/oauth',
  settingsUrl: 'https://hire.lever.co/settings/integrations',
  setup: [
    'Apply to Lever’s partner program. Once accepted you get a sandbox account, and register the app by the form on the developer pages.',
    'Give the callback URL shown here, a logo, and the scopes that you configure here together with offline_access.',
    'Lever sends the client id and the client secret. For the sandbox set the variables `auth` and `api`.',
    'After a review you get others for production. Only a Super Admin of a company can connect it.',
  ],
  verifyBeforeRelease: true,
});
