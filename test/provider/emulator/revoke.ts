/** The revocation endpoint. RFC 7009, and what vendors made of it. */
import { byCredential, fixed } from './api.ts';
import { refusedWith, type Call } from './call.ts';
import { clientMistake } from './client-check.ts';
import { patternOf } from './place.ts';
import type { Reply } from './wire.ts';

export function revoke(call: Call): Reply {
  const { behaviour, asked, tenant, entry } = call;
  const wanted = behaviour.revoke;
  if (asked.method !== wanted.method) {
    return refusedWith(call, 'refused', 'invalid_request', `the method is not ${wanted.method}`);
  }
  const stranger = strangerMistake(call);
  if (stranger !== null) return refusedWith(call, 'bad_client', 'invalid_client', stranger);
  for (const [name, value] of Object.entries(wanted.headers)) {
    if (asked.headers[name.toLowerCase()] !== value) {
      return refusedWith(call, 'refused', 'invalid_request', `header ${name} is not ${value}`);
    }
  }
  if (wanted.value !== null) return byAccount(call, wanted.value);
  entry.token = tokenOf(call);
  if (entry.token === null)
    return refusedWith(call, 'refused', 'invalid_request', 'there is no token where it belongs');
  const family = tenant.families.revocable(entry.token);
  entry.outcome = family ? 'revoked' : 'unknown_token';
  entry.family = family?.id ?? null;
  if (!family) return wanted.unknown ? fixed(wanted.unknown) : { status: 200, body: {} };
  if (wanted.ends === 'client_user') tenant.families.end(family.subject);
  else family.live = false;
  return wanted.method === 'DELETE' ? { status: 204 } : { status: 200, body: { ok: true } };
}

/** Ends every grant of the account. */
function byAccount(call: Call, account: string): Reply {
  const { behaviour, asked, tenant, entry } = call;
  if (asked.members.get(behaviour.revoke.field) !== account)
    return refusedWith(call, 'refused', 'invalid_request', 'another account, or none');
  const ended = tenant.families.end(behaviour.account.subject);
  entry.outcome = ended > 0 ? 'revoked' : 'unknown_token';
  return { status: 200, body: { ok: true } };
}

function strangerMistake({ asked, behaviour }: Call): string | null {
  const { client, revoke: wanted } = behaviour;
  const { id, secret } = wanted.clientMembers;
  switch (wanted.auth) {
    case 'client-basic':
      return clientMistake(asked, behaviour, 'basic');
    case 'client-post':
      if (asked.headers.authorization !== undefined) return 'the secret belongs in the body';
      return asked.members.get(id) === client.id && asked.members.get(secret) === client.secret ? null : 'wrong client';
    case 'client-id':
      return asked.members.get(id) === client.id && !asked.members.has(secret) ? null : 'unknown client';
    case 'client-bearer':
      if (asked.members.get(id) !== client.id) return 'wrong client';
      return asked.headers.authorization === `Bearer ${client.secret ?? ''}` ? null : 'wrong secret';
    case 'client-header':
      return asked.headers.authorization === `Client ${client.secret ?? ''}` ? null : 'wrong secret';
    case 'bearer':
    case 'none':
      return asked.members.has(secret) ? 'the secret is not asked for' : null;
  }
}

function tokenOf(call: Call): string | null {
  const { carries, field } = call.behaviour.revoke;
  const { asked, entry } = call;
  switch (carries) {
    case 'path':
      return segmentOfToken(call);
    case 'query':
      return asked.query.get(field);
    case 'bearer':
      byCredential(call);
      return entry.token;
    case 'form':
    case 'json':
      return asked.bodyKind === carries ? (asked.members.get(field) ?? null) : null;
  }
}

/** Some vendors have a word behind the token. */
function segmentOfToken({ asked, behaviour }: Call): string | null {
  const at = patternOf(behaviour.endpoints.revoke ?? '').segments.findIndex((segment) => segment.includes('{token}'));
  return patternOf(`https://${asked.host}${asked.path}`).segments[at] ?? null;
}
