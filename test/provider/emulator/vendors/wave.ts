import type { Vendor } from './index.ts';

/** GraphQL: a dead token is an error with status 200. */
const wave: Vendor = {
  at: ['api.waveapps.com/oauth2/token/'],
  behaviour: {
    api: {
      refused: {
        status: 200,
        body: {
          errors: [{ extensions: { id: '1', code: 'UNAUTHENTICATED' }, message: '401: Unauthorized' }],
          data: { user: null },
        },
      },
    },
  },
};

export default wave;
