import type { Vendor } from './index.ts';

/** Two pairs of tokens in one answer, the person's below `authed_user`; errors come with status 200. */
const slack: Vendor = {
  at: ['slack.com/api/oauth.v2.access'],
  behaviour: {
    authorize: { scopeNames: ['user_scope', 'scope'] },
    access: { seconds: 43_200 },
    refresh: { pairs: 2 },
    answer: {
      code: {
        ok: true,
        app_id: 'A1',
        access_token: '{access2}',
        token_type: 'bot',
        scope: 'commands',
        bot_user_id: 'B1',
        expires_in: '{expires_in}',
        refresh_token: '{refresh2}',
        team: { id: 'T1', name: 'Example' },
        enterprise: null,
        is_enterprise_install: false,
        authed_user: {
          id: 'U1',
          scope: '{scope}',
          access_token: '{access}',
          token_type: 'user',
          expires_in: '{expires_in}',
          refresh_token: '{refresh}',
        },
      },
      refresh: {
        ok: true,
        access_token: '{access}',
        token_type: 'user',
        scope: '{scope}',
        expires_in: '{expires_in}',
        refresh_token: '{refresh}',
        team: { id: 'T1', name: 'Example' },
      },
    },
    errors: {
      own: {
        invalid_grant: { status: 200, body: { ok: false, error: 'invalid_refresh_token' } },
        invalid_client: { status: 200, body: { ok: false, error: 'bad_client_secret' } },
      },
    },
    account: {
      answer: {
        ok: true,
        url: 'https://example.slack.com/',
        team: 'Example',
        user: 'alice',
        team_id: 'T1',
        user_id: 'U1',
      },
    },
    api: { refused: { status: 200, body: { ok: false, error: 'token_revoked' } } },
    revoke: { unknown: { status: 200, body: { ok: false, error: 'token_revoked' } } },
  },
};

export default slack;
