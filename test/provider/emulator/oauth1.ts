/** OAuth 1.0a: temporary credentials, the person's answer, token credentials, signed calls. RFC 5849 */
import { randomUUID, timingSafeEqual } from 'node:crypto';
import { refusedPage, type Call } from './call.ts';
import type { Family } from './families.ts';
import { readHeader1, signature1 } from './oauth1-signature.ts';
import type { Token1 } from './tenant.ts';
import type { Reply } from './wire.ts';

/** RFC 5849 §2.1. */
export function temporaryCredentials(call: Call): Reply {
  const { entry } = call;
  const checked = check1(call, null);
  if (typeof checked === 'string') return refused1(call, checked);
  const callback = checked.get('oauth_callback');
  if (callback === undefined || (callback !== 'oob' && !URL.canParse(callback))) {
    return refused1(call, 'oauth_callback is missing');
  }
  const [token, secret] = newToken(call, { kind: 'temporary', callback, verifier: null, familyId: null });
  entry.outcome = 'granted';
  return form({ oauth_token: token, oauth_token_secret: secret, oauth_callback_confirmed: 'true' });
}

/** RFC 5849 §2.2: the person agrees, or not, at once. */
export function authorize1(call: Call): Reply {
  const { tenant, asked, behaviour, entry } = call;
  const name = asked.query.get('oauth_token') ?? '';
  const token = tenant.tokens1.get(name);
  if (token?.kind !== 'temporary' || token.verifier !== null) return refusedPage(call, 'oauth_token is not known');
  const url = new URL(token.callback);
  if (behaviour.authorize.person === 'denies') {
    tenant.tokens1.delete(name);
    url.searchParams.set('denied', name);
    entry.outcome = 'denied';
    return { status: 302, headers: { location: url.href } };
  }
  token.verifier = randomUUID();
  url.searchParams.set('oauth_token', name);
  url.searchParams.set('oauth_verifier', token.verifier);
  entry.outcome = 'agreed';
  return { status: 302, headers: { location: url.href } };
}

/** RFC 5849 §2.3. */
export function tokenCredentials(call: Call): Reply {
  const { tenant, behaviour, entry } = call;
  const name = readHeader1(call.asked.headers.authorization ?? '').get('oauth_token') ?? '';
  const temporary = tenant.tokens1.get(name);
  if (temporary?.kind !== 'temporary') return refused1(call, 'oauth_token is not known, or was used');
  const checked = check1(call, temporary);
  if (typeof checked === 'string') return refused1(call, checked);
  if (temporary.verifier === null || checked.get('oauth_verifier') !== temporary.verifier) {
    return refused1(call, 'oauth_verifier is not the one that was given');
  }
  tenant.tokens1.delete(name);
  const family = tenant.families.single(behaviour, []);
  family.subject = behaviour.account.subject;
  const [token, secret] = newToken(call, { kind: 'access', callback: '', verifier: null, familyId: family.id });
  Object.assign(entry, { outcome: 'granted', family: family.id });
  return form({ oauth_token: token, oauth_token_secret: secret });
}

/** The grant behind a signed call; null when the signature or the token is not right. RFC 5849 §3.2 */
export function verify1(call: Call): Family | null {
  const { tenant, entry } = call;
  entry.token = readHeader1(call.asked.headers.authorization ?? '').get('oauth_token') ?? '';
  const token = tenant.tokens1.get(entry.token);
  if (token?.kind !== 'access') return null;
  const checked = check1(call, token);
  if (typeof checked === 'string') {
    entry.why = checked;
    return null;
  }
  const family = tenant.families.list().find(({ id }) => id === token.familyId);
  return family?.live ? family : null;
}

/** The header's parameters, or what is wrong, in words. */
function check1(call: Call, token: Token1 | null): Map<string, string> | string {
  const { asked, behaviour, tenant, entry } = call;
  const given = readHeader1(asked.headers.authorization ?? '');
  entry.client = given.get('oauth_consumer_key') ?? null;
  if (entry.client !== behaviour.client.id) return 'oauth_consumer_key is not known';
  const { method } = behaviour.oauth1;
  if (given.get('oauth_signature_method') !== method) return `oauth_signature_method is not ${method}`;
  if ((given.get('oauth_version') ?? '1.0') !== '1.0') return 'oauth_version is not 1.0';
  const timestamp = given.get('oauth_timestamp') ?? '';
  const nonce = given.get('oauth_nonce') ?? '';
  if (method !== 'PLAINTEXT' && !(Math.abs(Number(timestamp) - Date.now() / 1000) < 300 && nonce !== '')) {
    return 'oauth_timestamp or oauth_nonce is missing or off';
  }
  const seen = [timestamp, nonce, given.get('oauth_token') ?? ''].join(' ');
  if (tenant.nonces1.has(seen)) return 'oauth_nonce came before';
  const wanted = signature1(method, signedBy(call, given), behaviour.client.secret ?? '', token?.secret ?? '');
  if (!same(wanted, given.get('oauth_signature') ?? '')) return 'oauth_signature is wrong';
  tenant.nonces1.add(seen);
  return given;
}

/** RFC 5849 §3.4.1.3.1: header, query and form. A vendor is called over https, whatever the emulator's socket is. */
function signedBy({ asked }: Call, given: ReadonlyMap<string, string>) {
  const scheme = /^(127\.0\.0\.1|localhost)(:|$)/.test(asked.host) ? 'http' : 'https';
  const fromHeader = [...given].filter(([name]) => name !== 'realm' && name !== 'oauth_signature');
  const fromForm = asked.bodyKind === 'form' ? [...new URLSearchParams(asked.text)] : [];
  return {
    method: asked.method,
    url: new URL(`${scheme}://${asked.host}${asked.path}`),
    parameters: [...asked.query, ...fromForm, ...fromHeader],
  };
}

function newToken({ tenant }: Call, rest: Omit<Token1, 'secret'>): [token: string, secret: string] {
  const [token, secret] = [`${rest.kind}1-${tenant.id}-${randomUUID()}`, `secret1-${tenant.id}-${randomUUID()}`];
  tenant.tokens1.set(token, { ...rest, secret });
  return [token, secret];
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function refused1({ entry }: Call, why: string): Reply {
  Object.assign(entry, { outcome: /consumer|signature/.test(why) ? 'bad_client' : 'refused', why });
  return {
    status: 401,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: `oauth_problem=${encodeURIComponent(why)}`,
  };
}

const form = (members: Record<string, string>): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(members).toString(),
});
