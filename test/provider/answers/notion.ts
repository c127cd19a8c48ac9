import type { VendorAnswers } from '../vendor-answers.ts';

const notion: VendorAnswers = {
  token: ({ access, refresh }) => ({
    access_token: access,
    token_type: 'bearer',
    refresh_token: refresh,
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
  }),
  dead: {
    status: 400,
    body: { object: 'error', status: 400, code: 'invalid_grant', message: 'Invalid refresh token.' },
  },
  badClient: {
    status: 401,
    body: { object: 'error', status: 401, code: 'unauthorized', message: 'Client credentials are not valid.' },
  },
};

export default notion;
