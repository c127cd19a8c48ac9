import type { Vendor } from './index.ts';

const tokens = {
  access_token: '{access}',
  token_type: 'bearer',
  refresh_token: '{refresh}',
  bot_id: 'bot-1',
  workspace_id: 'workspace-1',
  workspace_name: 'Example',
  workspace_icon: null,
  duplicated_template_id: null,
  owner: {
    type: 'user',
    user: { object: 'user', id: 'person-1', name: 'Alice', type: 'person', person: { email: 'alice@example.com' } },
  },
  request_id: 'request-1',
};

/** The token answer says whose account it is; errors are objects of its own. */
const notion: Vendor = {
  at: ['api.notion.com/v1/oauth/token'],
  behaviour: {
    answer: { code: tokens, refresh: tokens },
    errors: {
      own: {
        invalid_grant: {
          status: 400,
          body: { object: 'error', status: 400, code: 'invalid_grant', message: 'Invalid refresh token.' },
        },
        invalid_client: {
          status: 401,
          body: { object: 'error', status: 401, code: 'unauthorized', message: 'Client credentials are not valid.' },
        },
      },
    },
  },
};

export default notion;
