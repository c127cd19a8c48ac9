import type { Vendor } from './index.ts';

/** A client that is not known has an error of its own. */
const todoist: Vendor = {
  at: ['api.todoist.com/oauth/access_token'],
  behaviour: {
    errors: { own: { invalid_client: { status: 400, body: { error: 'incorrect_application_credentials' } } } },
  },
};

export default todoist;
