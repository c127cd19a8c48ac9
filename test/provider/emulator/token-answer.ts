import type { Behaviour, Json } from './behaviour.ts';
import type { Family, Pair } from './families.ts';
import { asText, fillTemplate, type Values } from './template.ts';
import type { Reply } from './wire.ts';

export interface Given {
  kind: 'code' | 'refresh';
  family: Family;
  /** The pair that is answered; with two, the other is `…2`. */
  pair: Pair;
  idToken: string | null;
  accept: string;
}

/** A token answer as this vendor writes it. RFC 6749 §5.1 */
export function tokenAnswer(behaviour: Behaviour, given: Given): Reply {
  const { answer } = behaviour;
  const own = given.kind === 'code' ? answer.code : answer.refresh;
  const values = valuesOf(behaviour, given);
  const body = (own === null ? ordinary(behaviour, given, values) : fillTemplate(own, values)) as Record<string, Json>;
  const asForm =
    answer.encoding === 'form' ||
    (answer.encoding === 'form-unless-json' && !given.accept.includes('application/json'));
  if (!asForm) return { status: answer.status, body };
  const members = Object.entries(body).map(([name, value]): [string, string] => [name, asText(value)]);
  return {
    status: answer.status,
    headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    body: new URLSearchParams(members).toString(),
  };
}

/** What places of a vendor's own form stand for. */
function valuesOf(behaviour: Behaviour, { family, pair, idToken }: Given): Values {
  const { access, answer, authorize, account } = behaviour;
  const seconds = answer.says ?? access.seconds;
  const other = family.pairs.find((one) => one !== pair && one.generation > 0);
  return {
    access: pair.access,
    refresh: pair.refresh ?? undefined,
    access2: other?.access,
    refresh2: other?.refresh ?? undefined,
    id_token: idToken ?? undefined,
    expires_in: seconds ?? undefined,
    expires_at: seconds === null ? undefined : new Date(Date.now() + seconds * 1000).toISOString(),
    scope: family.scopes.join(authorize.scopeSeparator),
    scope_spaces: family.scopes.join(' '),
    scope_commas: family.scopes.join(','),
    scopes: [...family.scopes],
    subject: account.subject,
  };
}

function ordinary({ answer, account }: Behaviour, { kind, idToken, family }: Given, values: Values): Json {
  const inWords = { number: values['expires_in'], text: asText(values['expires_in']), null: null, missing: undefined };
  const expiresIn =
    values['expires_in'] === undefined && answer.expiresIn !== 'null' ? undefined : inWords[answer.expiresIn];
  const given = { always: values['refresh'], first: kind === 'code' ? values['refresh'] : undefined };
  const refresh = { ...given, null: null, missing: undefined }[answer.refreshToken];
  const scope = { text: values['scope'], list: values['scopes'], missing: undefined }[answer.scope];
  const tokens = defined({
    access_token: values['access'],
    token_type: answer.tokenType ?? undefined,
    expires_in: expiresIn,
    refresh_token: refresh,
    scope,
  });
  const beside = {
    ...(fillTemplate(answer.extra, { ...values, subject: account.subject, family: family.id }) as object),
    ...(idToken === null ? {} : { id_token: idToken }),
  };
  if (answer.nested === null) return { ...tokens, ...beside };
  return {
    ...(answer.nested.split('.').reduceRight<Json>((inner, name) => ({ [name]: inner }), tokens) as object),
    ...beside,
  };
}

const defined = (members: Readonly<Record<string, Json | undefined>>): Record<string, Json> =>
  Object.fromEntries(Object.entries(members).filter((member): member is [string, Json] => member[1] !== undefined));
