import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'outreach',
  name: 'Outreach',
  category: 'crm',
  monogram: 'Or',
  hue: 243,
  endpoints: {
    authorize: 'https://api.outreach.io/oauth/authorize',
    token: 'https://api.outreach.io/oauth/token',
  },
  authorize: {
    pkceSafeToSend: true,
  },
  refresh: { rotation: 'single-use', accessTtlSeconds: 7200, refreshTtlSeconds: 1_209_600 },
  account: {
    url: 'https://api.outreach.io/api/v2',
    identity: ['meta.user.id'],
    label: ['meta.user.email', 'meta.user.id'],
  },
  api: {
    hosts: ['api.outreach.io'],
    // JSON:API: other content types are refused.
    defaultHeaders: { 'content-type': 'application/vnd.api+json' },
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset' },
  },
  scopes: {
    'users.read': ['see the users of your organization', 'low'],
    'prospects.read': ['read your prospects', 'medium'],
    'prospects.write': ['create and change prospects', 'high'],
    'prospects.all': ['read, create, change and delete prospects', 'high'],
    'accounts.read': ['read your accounts', 'medium'],
    'accounts.write': ['create and change accounts', 'high'],
    'opportunities.read': ['read your opportunities', 'medium'],
    'sequences.read': ['see your sequences', 'low'],
    'sequences.write': ['create and change sequences', 'high'],
    'sequenceStates.read': ['see who is in which sequence', 'medium'],
    'sequenceStates.write': ['add people to sequences and take them out', 'high'],
    'mailboxes.read': ['see which mailboxes send', 'low'],
    'mailings.read': ['read mails that were sent', 'high'],
    'calls.read': ['see calls and their notes', 'medium'],
    'calls.write': ['log calls', 'medium'],
    'tasks.read': ['see your tasks', 'low'],
    'tasks.write': ['create and finish tasks', 'medium'],
    'webhooks.all': ['be told of changes as they happen', 'medium'],
  },
  consoleUrl: 'https://developers.outreach.io/apps/',
  settingsUrl: null,
  setup: [
    'Create an app in the Outreach developer portal, which your organization’s contact at Outreach opens for you.',
    'Under "API access" enter the callback URL shown here as a redirect URI (https only), and tick exactly the scopes that you configure here.',
    'Take the application id (client id) and the secret, which is shown a single time; "Regenerate" makes another.',
    'Development credentials warn whoever connects. Those for production come when Outreach has reviewed and published the app.',
  ],
  verifyBeforeRelease: true,
});
