import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'bitbucket',
  name: 'Bitbucket',
  category: 'dev-tools',
  monogram: 'Bb',
  hue: 217,
  flowKinds: ['authorization_code', 'client_credentials'],
  kinds: {
    client_credentials: {
      setup: 'Nothing more: the token acts for the workspace or account that the consumer belongs to.',
    },
  },
  endpoints: {
    authorize: 'https://bitbucket.org/site/oauth2/authorize',
    token: 'https://bitbucket.org/site/oauth2/access_token',
  },
  authorize: {
    // Scopes are fixed on the consumer: what is asked for is ignored.
    identityScopes: ['account'],
    pkceSupport: 'unsupported',
    pkceSafeToSend: true,
  },
  token: { clientAuth: 'basic' },
  refresh: { rotation: 'static', accessTtlSeconds: 7200 },
  account: {
    url: 'https://api.bitbucket.org/2.0/user',
    identity: ['uuid'],
    label: ['username', 'nickname', 'uuid'],
    name: ['display_name'],
  },
  api: {
    hosts: ['api.bitbucket.org'],
  },
  scopes: {
    account: ['see your name, workspaces and settings', 'low'],
    email: ['see your e-mail addresses', 'low'],
    repository: ['read your repositories, also private ones', 'medium'],
    'repository:write': ['change the code of your repositories', 'high'],
    'repository:admin': ['manage your repositories', 'high'],
    'repository:delete': ['delete your repositories', 'high'],
    pullrequest: ['read pull requests and comment on them as you', 'medium'],
    'pullrequest:write': ['create, merge and decline pull requests as you', 'high'],
    issue: ['read issues and comment on them as you', 'medium'],
    'issue:write': ['change issues as you', 'medium'],
    pipeline: ['see your pipelines', 'low'],
    'pipeline:write': ['start, stop and change your pipelines', 'high'],
    project: ['see your projects', 'low'],
    'snippet:write': ['create and change your snippets', 'medium'],
    webhook: ['manage webhooks of your repositories', 'high'],
  },
  consoleUrl: 'https://bitbucket.org/account/settings/',
  settingsUrl: 'https://bitbucket.org/account/settings/app-authorizations/',
  setup: [
    'In the settings of your workspace open "OAuth consumers" and add one; keep "This is a private consumer" on.',
    'Enter the callback URL shown here.',
    'Tick "Account: Read" and the permissions that you configure here: people are always asked for exactly those.',
    'Take the key (client id) and the secret (client secret) from the list of consumers.',
  ],
  hooks: {
    // Granted scopes come under a name of its own.
    tokenAnswer: (answer) => {
      const { scope, scopes } = answer.body;
      return scope === undefined && typeof scopes === 'string'
        ? { ...answer, body: { ...answer.body, scope: scopes } }
        : answer;
    },
  },
});
