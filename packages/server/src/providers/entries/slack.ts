import type { Provider, TokenErrorClass } from '../provider.ts';

/** In a config, `bot:chat:write` is a scope of the app's bot and `chat:write` one of the person. */
const botPrefix = 'bot:';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const scopeList = (value: unknown): string[] => (typeof value === 'string' ? value.split(',').filter(Boolean) : []);

const errorClasses: Readonly<Record<string, TokenErrorClass>> = {
  invalid_code: 'permanent',
  code_already_used: 'permanent',
  invalid_refresh_token: 'permanent',
  token_revoked: 'permanent',
  account_inactive: 'permanent',
  invalid_auth: 'permanent',
  bad_client_secret: 'configuration',
  invalid_client_id: 'configuration',
  bad_redirect_uri: 'configuration',
  ratelimited: 'transient',
};

const slack: Provider = {
  id: 'slack',
  name: 'Slack',
  category: 'communication',
  monogram: 'Sl',
  hue: 300,
  variables: [],
  endpoints: {
    authorize: 'https://slack.com/oauth/v2/authorize',
    token: 'https://slack.com/api/oauth.v2.access',
    revoke: {
      url: 'https://slack.com/api/auth.revoke',
      method: 'POST',
      auth: 'bearer',
      carries: 'bearer',
      field: '',
      token: 'access',
      // A person (or the bot of a workspace) has one token per app: connecting twice gives the same one.
      scope: 'client_user',
    },
    closed: [
      'https://slack.com/oauth/authorize',
      'https://slack.com/oauth/v2_user/authorize',
      'https://slack.com/api/oauth.access',
      'https://slack.com/api/oauth.token',
      'https://slack.com/api/oauth.v2.exchange',
      'https://slack.com/api/oauth.v2.user.access',
      'https://slack.com/api/openid.connect.token',
      'https://slack.com/api/tooling.tokens.rotate',
      'https://slack.com/api/apps.uninstall',
    ],
  },
  authorize: {
    query: {},
    scopeSeparator: ',',
    identityScopes: [],
    pkceSupport: 'limited',
    pkce: false,
    oidc: false,
  },
  token: { clientAuth: 'post', body: 'form' },
  // Without token rotation (a setting of the app) tokens do not expire; with it the answer says when.
  refresh: { rotation: 'single-use', accessTtlSeconds: null },
  account: {
    url: 'https://slack.com/api/auth.test',
    method: 'POST',
    identity: ['team_id', 'user_id'],
    label: ['user'],
    name: ['team'],
  },
  api: {
    hosts: ['slack.com', 'files.slack.com'],
    defaultHeaders: {},
    inject: { name: 'authorization', format: 'Bearer {token}' },
    rateLimitSignals: ['retry-after'],
  },
  scopes: [
    { scope: 'users:read', description: 'see the people of your workspace', risk: 'low' },
    { scope: 'users:read.email', description: 'see their e-mail addresses', risk: 'medium' },
    { scope: 'users.profile:read', description: 'read profiles', risk: 'low' },
    { scope: 'channels:read', description: 'see your public channels', risk: 'low' },
    { scope: 'channels:history', description: 'read messages in your public channels', risk: 'medium' },
    { scope: 'groups:read', description: 'see your private channels', risk: 'medium' },
    { scope: 'groups:history', description: 'read messages in your private channels', risk: 'high' },
    { scope: 'im:history', description: 'read your direct messages', risk: 'high' },
    { scope: 'mpim:history', description: 'read your group messages', risk: 'high' },
    { scope: 'chat:write', description: 'write messages as you', risk: 'high' },
    { scope: 'reactions:read', description: 'see reactions', risk: 'low' },
    { scope: 'reactions:write', description: 'add reactions as you', risk: 'low' },
    { scope: 'files:read', description: 'see and download your files', risk: 'high' },
    { scope: 'files:write', description: 'upload and delete files as you', risk: 'high' },
    { scope: 'search:read', description: 'search everything you can see', risk: 'high' },
    { scope: 'team:read', description: 'see the name of your workspace', risk: 'low' },
    { scope: 'bot:chat:write', description: 'write messages as the app', risk: 'medium' },
    { scope: 'bot:channels:read', description: 'let the app see public channels', risk: 'low' },
    { scope: 'bot:channels:history', description: 'let the app read channels it is in', risk: 'medium' },
    { scope: 'bot:commands', description: 'add commands to your workspace', risk: 'low' },
    { scope: 'bot:users:read', description: 'let the app see the people of your workspace', risk: 'low' },
    { scope: 'bot:files:read', description: 'let the app see files in channels it is in', risk: 'medium' },
    { scope: 'bot:incoming-webhook', description: 'let the app write in one channel', risk: 'low' },
  ],
  consoleUrl: 'https://api.slack.com/apps',
  settingsUrl: 'https://slack.com/apps/manage',
  setup: [
    'Create an app "from scratch" and choose a workspace to develop in.',
    'Under "OAuth & Permissions" add the callback URL shown here as a redirect URL (https only).',
    'Add the user token scopes that you configure here; a scope for the app’s bot is written with the prefix `bot:` in the config.',
    'Take the client id and the client secret from "Basic Information". Other workspaces can connect after you activate public distribution.',
  ],
  verified: false,
  hooks: {
    authorize: (query, scopes) => {
      const bot = scopes.filter((scope) => scope.startsWith(botPrefix)).map((scope) => scope.slice(botPrefix.length));
      const person = scopes.filter((scope) => !scope.startsWith(botPrefix));
      if (bot.length > 0) query.set('scope', bot.join(','));
      else query.delete('scope');
      if (person.length > 0) query.set('user_scope', person.join(','));
    },
    tokenAnswer: ({ status, body }) => {
      if (body['ok'] === false) return { status: Math.max(status, 400), body };
      const person = isRecord(body['authed_user']) ? body['authed_user'] : {};
      const isPerson = body['token_type'] === 'user';
      const bare = { ...body, token_type: 'bearer' };
      if (typeof person['access_token'] !== 'string') {
        const granted = scopeList(body['scope']).map((scope) => (isPerson ? scope : botPrefix + scope));
        return { status, body: { ...bare, scope: granted.join(' ') || null } };
      }
      const granted = [...scopeList(person['scope']), ...scopeList(body['scope']).map((scope) => botPrefix + scope)];
      return {
        status,
        body: {
          ...bare,
          access_token: person['access_token'],
          refresh_token: person['refresh_token'],
          expires_in: person['expires_in'],
          scope: granted.join(' ') || null,
          bot_access_token: body['access_token'],
          bot_refresh_token: body['refresh_token'],
        },
      };
    },
    tokenFields: (body) =>
      Object.fromEntries(
        ['bot_access_token', 'bot_refresh_token']
          .map((name): [string, unknown] => [name, body[name]])
          .filter((field): field is [string, string] => typeof field[1] === 'string'),
      ),
    errorClass: (error) => errorClasses[error] ?? null,
  },
};

export default slack;
