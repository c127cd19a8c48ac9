import type { Vendor } from './index.ts';

/** Scopes are a list. */
const linear: Vendor = { at: ['api.linear.app/oauth/token'], behaviour: { answer: { scope: 'list' } } };

export default linear;
