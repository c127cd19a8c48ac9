import type { Provider } from '../provider.ts';

const github: Provider = {
  id: 'github',
  name: 'GitHub',
  category: 'dev-tools',
  monogram: 'Gh',
  hue: 265,
  variables: [],
  endpoints: {
    authorize: 'https://github.com/login/oauth/authorize',
    token: 'https://github.com/login/oauth/access_token',
    revoke: {
      // The grant form: the next connect asks for consent again. The token form would leave the person's consent standing.
      url: 'https://api.github.com/applications/{client_id}/grant',
      method: 'DELETE',
      auth: 'client-basic',
      carries: 'json',
      field: 'access_token',
      token: 'access',
      scope: 'client_user',
    },
    closed: [
      'https://api.github.com/applications/{client_id}/grant',
      'https://api.github.com/applications/{client_id}/token',
      'https://api.github.com/applications/{client_id}/token/scoped',
      'https://api.github.com/credentials/revoke',
    ],
  },
  authorize: {
    query: {},
    scopeSeparator: ' ',
    identityScopes: [],
    pkceSupport: 'supported',
    pkce: true,
    oidc: false,
    switchAccount: { prompt: 'select_account' },
  },
  token: { clientAuth: 'post', body: 'form' },
  // Tokens of OAuth apps do not expire; those of GitHub apps say so themselves and come with a single-use refresh token.
  refresh: { rotation: 'single-use', accessTtlSeconds: null },
  account: {
    url: 'https://api.github.com/user',
    method: 'GET',
    identity: ['id'],
    label: ['login'],
    name: ['name'],
  },
  api: {
    hosts: ['api.github.com', 'uploads.github.com'],
    defaultHeaders: {
      'user-agent': 'alter',
      accept: 'application/vnd.github+json',
      'x-github-api-version': '2022-11-28',
    },
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: ['x-ratelimit-remaining', 'x-ratelimit-reset', 'retry-after'],
  },
  scopes: [
    { scope: 'read:user', description: 'read your profile', risk: 'low' },
    { scope: 'user:email', description: 'see your e-mail addresses', risk: 'low' },
    { scope: 'user', description: 'read and change your profile', risk: 'medium' },
    { scope: 'public_repo', description: 'change your public repositories', risk: 'medium' },
    { scope: 'repo', description: 'read and change all your repositories, also private ones', risk: 'high' },
    { scope: 'repo:status', description: 'read and set commit statuses', risk: 'low' },
    { scope: 'delete_repo', description: 'delete your repositories', risk: 'high' },
    { scope: 'workflow', description: 'change workflows that run with your repositories’ secrets', risk: 'high' },
    { scope: 'gist', description: 'create and change your gists', risk: 'medium' },
    { scope: 'notifications', description: 'read your notifications', risk: 'medium' },
    { scope: 'read:org', description: 'see your organizations and teams', risk: 'low' },
    { scope: 'admin:org', description: 'manage your organizations and teams', risk: 'high' },
    { scope: 'read:project', description: 'read your projects', risk: 'low' },
    { scope: 'project', description: 'read and change your projects', risk: 'medium' },
    { scope: 'admin:repo_hook', description: 'manage webhooks of your repositories', risk: 'high' },
    { scope: 'write:packages', description: 'publish packages as you', risk: 'high' },
    { scope: 'read:packages', description: 'download your packages', risk: 'medium' },
  ],
  consoleUrl: 'https://github.com/settings/developers',
  settingsUrl: 'https://github.com/settings/applications',
  setup: [
    'Make an OAuth app (or a GitHub App with user authorization) in the developer settings of your account or organization.',
    'Enter the callback URL shown here as its authorization callback URL.',
    'Generate a client secret and take it with the client id. A GitHub App takes its permissions from its own settings, not from scopes.',
  ],
  verified: false,
  hooks: {
    // Asked for with spaces, answered with commas.
    tokenAnswer: (answer) => {
      const { scope } = answer.body;
      return typeof scope === 'string'
        ? { ...answer, body: { ...answer.body, scope: scope.replaceAll(',', ' ').trim() } }
        : answer;
    },
    errorClass: (error) => {
      if (error === 'bad_verification_code' || error === 'bad_refresh_token') return 'permanent';
      if (error === 'incorrect_client_credentials' || error === 'redirect_uri_mismatch') return 'configuration';
      return null;
    },
  },
};

export default github;
