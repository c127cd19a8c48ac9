import { assert } from '../lib/assert.ts';
import { formPairs, oauth1Header, signOptions, type Pair } from './oauth1-signature.ts';
import type { CredentialType, Injectable } from './credential.ts';

/** Vault fields of an OAuth 1.0a grant. */
export const tokenField = 'access_token';
export const tokenSecretField = 'token_secret';

/** An OAuth 1.0a token: every request is signed, with its query and, of bodies, forms only. @see RFC 5849 §3 */
export const oauth1: CredentialType = {
  id: 'oauth1',
  secretField: tokenSecretField,
  headerNames: () => ['authorization'],
  inject: (request, provider, { token, secret }, now) => {
    if (!secret) throw new Error('an OAuth 1.0a token without its secret signs nothing');
    const { method, url } = request;
    const options = signOptions(provider, { token, secret }, now);
    request.headers['authorization'] = oauth1Header({ method, url, form: formOf(request) }, options);
  },
};

/** @throws Refusal for a form that streams by: it would have to be signed before it is known */
function formOf({ headers, body }: Injectable): readonly Pair[] {
  const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (body === null || type !== 'application/x-www-form-urlencoded') return [];
  assert(Buffer.isBuffer(body), 'unsupported_parameter', { parameter: 'X-Alter-Intent', sent: false });
  return formPairs(body.toString('utf8'));
}
