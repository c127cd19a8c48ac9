/** Who calls the token endpoint, and whether they are who they say. RFC 6749 §2.3.1 */
import type { Behaviour } from './behaviour.ts';
import { basicOf, type Asked } from './wire.ts';

/** What is wrong with the client's authentication, in words; null: nothing. */
export function clientMistake(asked: Asked, { client }: Behaviour, how = client.auth): string | null {
  const basic = basicOf(asked);
  const given = parametersOf(asked);
  const sentSecret = given.get('client_secret');
  if (how === 'none') {
    if (basic || sentSecret !== undefined) return 'a client without a secret sent one';
    return given.get(client.idName) === client.id ? null : 'unknown client';
  }
  // RFC 6749 §2.3: not more than one method in one request.
  if (basic && sentSecret !== undefined) return 'two ways of client authentication';
  if (basic) {
    if (how === 'post') return 'the secret belongs in the body';
    return basic.name === client.id && basic.password === (client.secret ?? '') ? null : 'wrong client or secret';
  }
  if (how === 'basic') return 'Basic authentication is missing';
  if (given.get(client.idName) !== client.id) return 'unknown client';
  return (sentSecret ?? null) === client.secret ? null : 'wrong secret';
}

export const clientIdOf = (asked: Asked, { client }: Behaviour): string | null =>
  basicOf(asked)?.name ?? parametersOf(asked).get(client.idName) ?? null;

/** Of the body, or of the query where a vendor's token call is a GET. */
export const parametersOf = (asked: Asked): ReadonlyMap<string, string> =>
  asked.method === 'GET' ? new Map(asked.query) : asked.members;
