import type { Vendor } from './index.ts';

/** Errors come with status 200. */
const zoho: Vendor = { at: ['accounts.zoho*/oauth/v2/token'], behaviour: { errors: { status: 200 } } };

export default zoho;
