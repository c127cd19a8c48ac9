/** What lies behind the tokens: the account endpoint, and any other path of the API. */
import { createHmac } from 'node:crypto';
import { refusedPage, type Call } from './call.ts';
import type { FixedReply } from './behaviour.ts';
import type { Family } from './families.ts';
import { verify1 } from './oauth1.ts';
import { fillTemplate } from './template.ts';
import { lastSegment, type Reply } from './wire.ts';

/** Says who it is. */
export function account(call: Call): Reply {
  const { behaviour, asked, entry } = call;
  const wanted = behaviour.account;
  const family = wanted.carries === 'path' ? byPath(call) : byCredential(call, wanted.inject);
  if (!family) return notLive(call);
  if (asked.method !== wanted.method) return refusedPage(call, `the method is not ${wanted.method}`);
  const apis = Object.entries(behaviour.api.headers).filter(([name]) => !wanted.unasked.includes(name));
  const missing = missingPart(call, { ...Object.fromEntries(apis), ...wanted.headers });
  if (missing !== null) return refusedPage(call, missing);
  if (asked.text !== wanted.body) return refusedPage(call, 'the body is another one');
  Object.assign(entry, { outcome: 'served', family: family.id });
  return { status: 200, body: fillTemplate(wanted.answer, { subject: family.subject }) ?? {} };
}

/** Sites, organisations or companies: nobody has to name one to see them all. */
export function places(call: Call): Reply {
  const family = byCredential(call);
  if (!family) return notLive(call);
  Object.assign(call.entry, { outcome: 'served', family: family.id });
  return { status: 200, body: fillTemplate(call.behaviour.places.answer, {}) ?? [] };
}

/** Any call with a live token: says what it was called with, without the token. */
export function api(call: Call): Reply {
  const { behaviour, asked, entry } = call;
  const family = byCredential(call);
  if (!family) return notLive(call);
  const missing = missingPart(call, behaviour.api.headers);
  if (missing !== null) return refusedPage(call, missing);
  Object.assign(entry, { outcome: 'served', family: family.id });
  const body = {
    ok: true,
    method: asked.method,
    path: asked.path,
    subject: family.subject,
    scopes: [...family.scopes],
  };
  return { status: 200, body };
}

export function byCredential(call: Call, own: { name: string; format: string } | null = null): Family | null {
  const { behaviour, asked, tenant, entry } = call;
  if (behaviour.endpoints.token1 !== undefined && asked.headers.authorization?.startsWith('OAuth '))
    return verify1(call);
  const inject = own ? { ...own, in: 'header' } : behaviour.api.inject;
  const sent = inject.in === 'query' ? asked.query.get(inject.name) : asked.headers[inject.name.toLowerCase()];
  const [before = '', after = ''] = inject.format.split('{token}');
  if (typeof sent !== 'string' || !sent.startsWith(before) || !sent.endsWith(after)) return null;
  entry.token = sent.slice(before.length, sent.length - after.length);
  if (!isProved(call, entry.token)) return null;
  return tenant.families.byAccess(entry.token);
}

function isProved({ behaviour, asked }: Call, token: string): boolean {
  const { proof } = behaviour.api.inject;
  if (proof === undefined) return true;
  const wanted = createHmac('sha256', behaviour.client.secret ?? '')
    .update(token)
    .digest('hex');
  return asked.query.get(proof) === wanted;
}

function byPath({ asked, tenant, entry }: Call): Family | null {
  entry.token = lastSegment(asked.path);
  return tenant.families.byAccess(entry.token);
}

function notLive({ behaviour, entry, tenant }: Call): Reply {
  const family = entry.token === null ? null : tenant.families.ofToken(entry.token);
  Object.assign(entry, { outcome: family ? 'ended' : 'unknown_token', family: family?.id ?? null });
  return fixed(behaviour.api.refused);
}

export function fixed({ status, headers, body }: FixedReply): Reply {
  const filled = fillTemplate(body, {});
  return { status, ...(headers ? { headers } : {}), ...(filled === undefined ? {} : { body: filled }) };
}

function missingPart({ asked, behaviour }: Call, wanted: Readonly<Record<string, string>>): string | null {
  const query = Object.entries(behaviour.api.query).find(([name, value]) => asked.query.get(name) !== value);
  if (query) return `parameter ${query[0]} is not ${query[1]}`;
  const missing = Object.entries(wanted).find(([name, value]) => asked.headers[name.toLowerCase()] !== value);
  return missing ? `header ${missing[0]} is not ${missing[1]}` : null;
}
