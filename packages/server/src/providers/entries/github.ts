import { defineProvider } from '../define-provider.ts';

export default defineProvider({
  id: 'github',
  name: 'GitHub',
  category: 'dev-tools',
  monogram: 'Gh',
  hue: 265,
  flowKinds: ['authorization_code', 'device_code'],
  kinds: {
    device_code: {
      setup: 'Tick "Enable Device Flow" in the settings of the app, and name the kind in the config.',
    },
  },
  endpoints: {
    authorize: 'https://github.com/login/oauth/authorize',
    deviceAuthorization: 'https://github.com/login/device/code',
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
    pkceSupport: 'supported',
    switchAccount: { prompt: 'select_account' },
  },
  // Of one person, app and set of scopes ten tokens live, and the oldest goes first. Tokens of OAuth apps do not expire; those
  // of GitHub apps say so themselves and come with a single-use refresh token.
  refresh: { rotation: 'single-use', refreshTtlSeconds: 15_897_600 },
  account: {
    url: 'https://api.github.com/user',
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
    rateLimit: { remaining: 'x-ratelimit-remaining', resetAt: 'x-ratelimit-reset', statuses: [403] },
  },
  scopes: {
    'read:user': ['read your profile', 'low'],
    'user:email': ['see your e-mail addresses', 'low'],
    user: ['read and change your profile', 'medium'],
    public_repo: ['change your public repositories', 'medium'],
    repo: ['read and change all your repositories, also private ones', 'high'],
    'repo:status': ['read and set commit statuses', 'low'],
    delete_repo: ['delete your repositories', 'high'],
    workflow: ['change workflows that run with your repositories’ secrets', 'high'],
    gist: ['create and change your gists', 'medium'],
    notifications: ['read your notifications', 'medium'],
    'read:org': ['see your organizations and teams', 'low'],
    'admin:org': ['manage your organizations and teams', 'high'],
    'read:project': ['read your projects', 'low'],
    project: ['read and change your projects', 'medium'],
    'admin:repo_hook': ['manage webhooks of your repositories', 'high'],
    'write:packages': ['publish packages as you', 'high'],
    'read:packages': ['download your packages', 'medium'],
  },
  consoleUrl: 'https://github.com/settings/developers',
  settingsUrl: 'https://github.com/settings/applications',
  setup: [
    'Make an OAuth app (or a GitHub App with user authorization) in the developer settings of your account or organization.',
    'Enter the callback URL shown here as its authorization callback URL.',
    'Generate a client secret and take it with the client id. A GitHub App takes its permissions from its own settings, not from scopes.',
  ],
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
});
