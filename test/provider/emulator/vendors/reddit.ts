import type { Vendor } from './index.ts';

const badRequest = { status: 400, body: { message: 'Bad Request', error: 400 } };

/** Errors are the number of the status: a dead token is a bad request like any other. */
const reddit: Vendor = {
  at: ['www.reddit.com/api/v1/access_token'],
  behaviour: {
    errors: {
      vague: true,
      own: {
        invalid_grant: badRequest,
        invalid_request: badRequest,
        invalid_client: { status: 401, body: { message: 'Unauthorized', error: 401 } },
      },
    },
  },
};

export default reddit;
