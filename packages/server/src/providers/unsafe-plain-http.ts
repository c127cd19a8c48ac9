import * as oauth from 'oauth4webapi';

/**
 * Lets the library call a plain http endpoint. Entries and configs can name none but loopback (`url-form.ts`), and the
 * egress dials loopback in development only.
 */
export const unsafePlainHttp = (endpoint: string) => ({
  // eslint-disable-next-line @typescript-eslint/no-deprecated -- deprecated to stand out, which it does: this is the one place
  [oauth.allowInsecureRequests]: new URL(endpoint).protocol === 'http:',
});
