import type { VendorAnswers } from '../vendor-answers.ts';

const slack: VendorAnswers = {
  token: ({ access, refresh, secret, scopes, kind }) =>
    kind === 'refresh'
      ? {
          ok: true,
          access_token: access,
          token_type: 'user',
          scope: scopes.join(','),
          expires_in: 43_200,
          refresh_token: refresh,
          team: { id: 'T1', name: 'Example' },
        }
      : {
          ok: true,
          app_id: 'A1',
          access_token: secret('bot'),
          token_type: 'bot',
          scope: 'commands',
          bot_user_id: 'B1',
          expires_in: 43_200,
          refresh_token: secret('bot-refresh'),
          team: { id: 'T1', name: 'Example' },
          enterprise: null,
          is_enterprise_install: false,
          authed_user: {
            id: 'U1',
            scope: scopes.join(','),
            access_token: access,
            token_type: 'user',
            expires_in: 43_200,
            refresh_token: refresh,
          },
        },
  dead: { status: 200, body: { ok: false, error: 'invalid_refresh_token' } },
  badClient: { status: 200, body: { ok: false, error: 'bad_client_secret' } },
  account: {
    ok: true,
    url: 'https://example.slack.com/',
    team: 'Example',
    user: 'alice',
    team_id: 'T1',
    user_id: 'U1',
  },
};

export default slack;
