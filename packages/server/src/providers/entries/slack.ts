import { defineProvider } from '../define-provider.ts';
import type { TokenErrorClass } from '../provider.ts';

/** In a config, `bot:chat:write` is a scope of the app's bot and `chat:write` one of the person. */
const botPrefix = 'bot:';

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const scopeList = (value: unknown): string[] => (typeof value === 'string' ? value.split(',').filter(Boolean) : []);

const errorClasses: ReadonlyMap<string, TokenErrorClass> = new Map([
  ['invalid_code', 'permanent'],
  ['code_already_used', 'permanent'],
  ['invalid_refresh_token', 'permanent'],
  ['token_revoked', 'permanent'],
  ['account_inactive', 'permanent'],
  ['invalid_auth', 'permanent'],
  ['bad_client_secret', 'configuration'],
  ['invalid_client_id', 'configuration'],
  ['bad_redirect_uri', 'configuration'],
  ['ratelimited', 'transient'],
]);

export default defineProvider({
  id: 'slack',
  name: 'Slack',
  category: 'communication',
  monogram: 'Sl',
  hue: 300,
  endpoints: {
    authorize: 'https://slack.com/oauth/v2/authorize',
    token: 'https://slack.com/api/oauth.v2.access',
    revoke: {
      url: 'https://slack.com/api/auth.revoke',
      auth: 'bearer',
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
    scopeSeparator: ',',
    pkceSupport: 'limited',
  },
  // Without token rotation (a setting of the app) tokens do not expire; with it the answer says when. Asked for scopes of
  // both, the answer has two pairs: the person's is what calls carry and what is renewed. Not covered: the bot's is kept as
  // it came, no call can choose it, and with rotation it ends after twelve hours. With `bot:` scopes alone the bot's is the
  // only pair, and is renewed.
  refresh: { rotation: 'single-use' },
  account: {
    url: 'https://slack.com/api/auth.test',
    method: 'POST',
    identity: ['team_id', 'user_id'],
    label: ['user'],
    name: ['team'],
  },
  api: {
    hosts: ['slack.com', 'files.slack.com'],
  },
  scopes: {
    'users:read': ['see the people of your workspace', 'low'],
    'users:read.email': ['see their e-mail addresses', 'medium'],
    'users.profile:read': ['read profiles', 'low'],
    'channels:read': ['see your public channels', 'low'],
    'channels:history': ['read messages in your public channels', 'medium'],
    'groups:read': ['see your private channels', 'medium'],
    'groups:history': ['read messages in your private channels', 'high'],
    'im:history': ['read your direct messages', 'high'],
    'mpim:history': ['read your group messages', 'high'],
    'chat:write': ['write messages as you', 'high'],
    'reactions:read': ['see reactions', 'low'],
    'reactions:write': ['add reactions as you', 'low'],
    'files:read': ['see and download your files', 'high'],
    'files:write': ['upload and delete files as you', 'high'],
    'search:read': ['search everything you can see', 'high'],
    'team:read': ['see the name of your workspace', 'low'],
    'bot:chat:write': ['write messages as the app', 'medium'],
    'bot:channels:read': ['let the app see public channels', 'low'],
    'bot:channels:history': ['let the app read channels it is in', 'medium'],
    'bot:commands': ['add commands to your workspace', 'low'],
    'bot:users:read': ['let the app see the people of your workspace', 'low'],
    'bot:files:read': ['let the app see files in channels it is in', 'medium'],
    'bot:incoming-webhook': ['let the app write in one channel', 'low'],
  },
  consoleUrl: 'https://api.slack.com/apps',
  settingsUrl: 'https://slack.com/apps/manage',
  setup: [
    'Create an app "from scratch" and choose a workspace to develop in.',
    'Under "OAuth & Permissions" add the callback URL shown here as a redirect URL (https only).',
    'Add the user token scopes that you configure here; a scope for the app’s bot is written with the prefix `bot:` in the config. Use one kind: with both, calls are the person’s, and the bot’s token is not renewed.',
    'Take the client id and the client secret from "Basic Information". Other workspaces can connect after you activate public distribution.',
  ],
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
    errorClass: (error) => errorClasses.get(error) ?? null,
  },
});
