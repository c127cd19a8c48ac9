/** Calls of no standard that trade an access token for another one. */
import { refusedWith, type Call } from './call.ts';
import { parametersOf } from './client-check.ts';
import { tokenAnswer } from './token-answer.ts';
import type { Reply } from './wire.ts';

export function swap(call: Call): Reply {
  const { behaviour, asked, entry, tenant } = call;
  const given = parametersOf(asked);
  const wanted = [behaviour.swap, behaviour.renew].find((one) => one?.grantType === given.get('grant_type'));
  if (!wanted) return refusedWith(call, 'refused', 'unsupported_grant_type', 'grant_type is not known');
  const { id, secret } = behaviour.client;
  if (wanted.client === 'id-and-secret' && given.get(behaviour.client.idName) !== id) {
    return refusedWith(call, 'bad_client', 'invalid_client', 'unknown client');
  }
  if (wanted.client !== 'none' && given.get('client_secret') !== secret) {
    return refusedWith(call, 'bad_client', 'invalid_client', 'wrong secret');
  }
  if (wanted.client === 'none' && given.has('client_secret')) {
    return refusedWith(call, 'refused', 'invalid_request', 'the secret is not asked for');
  }
  entry.token = given.get(wanted.field) ?? null;
  const turned = tenant.families.swap(behaviour, entry.token ?? '');
  if (!turned) return refusedWith(call, 'ended', 'invalid_grant', 'the access token is not live');
  Object.assign(entry, { outcome: 'refreshed', family: turned.family.id });
  return tokenAnswer(behaviour, { kind: 'refresh', ...turned, idToken: null, accept: asked.headers.accept ?? '' });
}
