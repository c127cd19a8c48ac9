/** The token endpoint: what is sent is judged as the vendor would, then the grant decides. RFC 6749 §4.1.3, §6, §4.4 */
import { createHash } from 'node:crypto';
import { refusedWith, type Call } from './call.ts';
import { clientIdOf, clientMistake, parametersOf } from './client-check.ts';
import type { Family, Pair } from './families.ts';
import { idToken } from './id-token.ts';
import type { LogEntry } from './log.ts';
import { matches, patternOf } from './place.ts';
import { tokenAnswer } from './token-answer.ts';
import { redeemDevice } from './device.ts';
import type { Reply } from './wire.ts';

/** Which grant is asked for, and with what: read before any fault or judgement, for the log. */
export function readGrant({ asked, behaviour }: Omit<Call, 'entry'>): Partial<LogEntry> {
  const { grantTypes, grantTypeName } = behaviour.token;
  const given = parametersOf(asked);
  const sent = given.get(grantTypeName);
  const kinds = Object.keys(grantTypes) as (keyof typeof grantTypes)[];
  const grantType = kinds.find((kind) => grantTypes[kind] === sent) ?? null;
  const names = { authorization_code: 'code', refresh_token: 'refresh_token', device_code: 'device_code' } as const;
  const name = grantType === null || grantType === 'client_credentials' ? null : names[grantType];
  return {
    grantType,
    client: clientIdOf(asked, behaviour),
    token: name === null ? null : (given.get(name) ?? null),
  };
}

export function token(call: Call): Reply {
  const { behaviour, asked, entry } = call;
  const mistake = requestMistake(call);
  if (mistake !== null) return refusedWith(call, 'refused', 'invalid_request', mistake);
  const stranger = clientMistake(asked, behaviour);
  if (stranger !== null) return refusedWith(call, 'bad_client', 'invalid_client', stranger);
  switch (entry.grantType) {
    case 'authorization_code':
      return redeem(call);
    case 'refresh_token':
      return refresh(call);
    case 'device_code':
      return redeemDevice(call, (scopes) => grant(call, scopes, null));
    case 'client_credentials':
      return actForItself(call);
    case null:
      return refusedWith(call, 'refused', 'unsupported_grant_type', `${behaviour.token.grantTypeName} is not known`);
  }
}

function requestMistake({ asked, behaviour, entry }: Call): string | null {
  const { method, body, headers, unwanted } = behaviour.token;
  const { required, requiredToRefresh, requiredOfClient, requiredOfDevice } = behaviour.token;
  if (asked.method !== method) return `the method is ${asked.method}, not ${method}`;
  if (method === 'POST' && (body === 'either' ? asked.bodyKind === 'none' : asked.bodyKind !== body)) {
    return `the body is ${asked.bodyKind}, not ${body}`;
  }
  for (const [name, value] of Object.entries(headers)) {
    if (asked.headers[name.toLowerCase()] !== value) return `header ${name} is not ${value}`;
  }
  if (isElsewhere(asked, behaviour, entry)) return `${asked.path} is not where tokens are refreshed`;
  const given = parametersOf(asked);
  const wanted = {
    authorization_code: required,
    refresh_token: requiredToRefresh,
    client_credentials: requiredOfClient,
    device_code: requiredOfDevice,
  };
  for (const [name, value] of Object.entries(wanted[entry.grantType ?? 'authorization_code'])) {
    if (given.get(name) !== value) return `${name} is ${String(given.get(name))}, not ${value}`;
  }
  const extra = unwanted.find((name) => given.has(name));
  return extra === undefined ? null : `${extra} is not a member here`;
}

/** Some vendors refresh at another address, and refuse it at the first. */
function isElsewhere(asked: Call['asked'], { endpoints }: Call['behaviour'], { grantType }: LogEntry): boolean {
  if (grantType !== 'refresh_token' || endpoints.refresh === undefined) return false;
  const query = new URL(endpoints.refresh).searchParams;
  return !matches(patternOf(endpoints.refresh), asked) || [...query].some(([name]) => !asked.query.has(name));
}

function redeem(call: Call): Reply {
  const { tenant, behaviour, asked, entry } = call;
  const given = parametersOf(asked);
  const text = entry.token ?? '';
  const code = tenant.codes.get(text);
  tenant.codes.delete(text);
  if (!code) return replayed(call, text);
  if (behaviour.token.redirectUri && given.get('redirect_uri') !== code.redirectUri) {
    return refusedWith(call, 'unknown_token', 'invalid_grant', 'another redirect_uri');
  }
  if (behaviour.token.state && given.get('state') !== code.state) {
    return refusedWith(call, 'refused', 'invalid_request', 'another state');
  }
  const verifier = given.get('code_verifier');
  const proof = verifier === undefined ? null : createHash('sha256').update(verifier).digest('base64url');
  if (code.challenge !== proof && behaviour.authorize.pkce !== 'ignored') {
    return refusedWith(call, 'unknown_token', 'invalid_grant', 'the code verifier does not belong to the challenge');
  }
  return grant(call, code.scopes, code.nonce, text);
}

/** RFC 6749 §4.1.2: a code that comes again ends what it had given. */
function replayed(call: Call, text: string): Reply {
  const { tenant } = call;
  const familyId = tenant.redeemed.get(text);
  const family = tenant.families.list().find(({ id }) => id === familyId);
  if (family) family.live = false;
  return refusedWith(call, family ? 'reused' : 'unknown_token', 'invalid_grant', 'the code is not known, or was used');
}

function grant(call: Call, scopes: readonly string[], nonce: string | null, code?: string): Reply {
  const { tenant, behaviour, entry } = call;
  const family = tenant.families.begin(behaviour, { subject: behaviour.account.subject, scopes, nonce });
  if (code !== undefined) tenant.redeemed.set(code, family.id);
  Object.assign(entry, { outcome: 'granted', family: family.id });
  return answered(call, 'code', family, family.pairs[0]!);
}

function answered(call: Call, kind: 'code' | 'refresh', family: Family, pair: Pair): Reply {
  const { behaviour, asked } = call;
  const { oidc, client } = behaviour;
  const claims = { aud: client.id, sub: family.subject, nonce: kind === 'code' ? family.nonce : null };
  return tokenAnswer(behaviour, {
    kind,
    family,
    pair,
    idToken: oidc && kind === 'code' ? idToken(oidc.alg, { iss: oidc.issuer, ...claims }) : null,
    accept: asked.headers.accept ?? '',
  });
}

function refresh(call: Call): Reply {
  const { tenant, behaviour, entry } = call;
  const turn = tenant.families.turn(behaviour, entry.token ?? '');
  Object.assign(entry, { outcome: turn.outcome, family: turn.family?.id ?? null });
  if (!('pair' in turn)) return refusedWith(call, turn.outcome, 'invalid_grant', words[turn.outcome]);
  return answered(call, 'refresh', turn.family, turn.pair);
}

const words = {
  reused: 'the refresh token was used before',
  ended: 'the grant has ended',
  unknown_token: 'the refresh token is not known',
} as const;

function actForItself(call: Call): Reply {
  const { tenant, behaviour, asked, entry } = call;
  const scopes = (parametersOf(asked).get('scope') ?? '').split(behaviour.authorize.scopeSeparator).filter(Boolean);
  const strange = scopes.find((scope) => behaviour.authorize.scopes && !behaviour.authorize.scopes.includes(scope));
  if (strange !== undefined) return refusedWith(call, 'refused', 'invalid_scope', `scope ${strange} is not known`);
  const family = tenant.families.single(behaviour, scopes);
  Object.assign(entry, { outcome: 'granted', family: family.id });
  return answered(call, 'refresh', family, family.pairs[0]!);
}
