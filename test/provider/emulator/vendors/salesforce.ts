import type { Vendor } from './index.ts';

/** An access token's life is the organization's secret: the answer does not say it. */
const salesforce: Vendor = {
  at: ['*/services/oauth2/token'],
  behaviour: { answer: { expiresIn: 'missing' }, access: { seconds: 7_200 } },
};

export default salesforce;
