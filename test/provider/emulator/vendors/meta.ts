import type { Vendor } from './index.ts';

const refused = (code: number, message: string) => ({
  status: 400,
  body: { error: { message, type: 'OAuthException', code, fbtrace_id: 'trace-1' } },
});

/** Errors are objects, all of one type; the number says what it is. */
const meta: Vendor = {
  at: [
    'graph.facebook.com/*/oauth/access_token',
    'graph.threads.net/oauth/access_token',
    'api.instagram.com/oauth/access_token',
  ],
  behaviour: {
    errors: {
      own: {
        invalid_grant: refused(190, 'Error validating access token: The user has not authorized the application.'),
        invalid_client: refused(1, 'Error validating client secret.'),
      },
    },
  },
};

export default meta;
