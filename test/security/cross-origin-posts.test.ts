/** Cookies alone prove nothing: every POST that one authenticates must come from the vault's own page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routes } from '@alter/protocol';
import { HttpPerson, mint } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
let person: HttpPerson;
let sessionId: string;
let token: string;

beforeAll(async () => {
  line = await startLine();
  person = new HttpPerson(line.vault);
  token = await mint(line);
  ({ session_id: sessionId } = await person.open(token));
});
afterAll(async () => line.close());

const posts: [string, () => object][] = [
  [routes.connectOpen, () => ({ session_token: token })],
  [routes.connectResume, () => ({ session_id: sessionId })],
  [routes.connectFlow, () => ({ session_id: sessionId, provider_id: 'meadow', consent: 'click' })],
  [routes.connectDone, () => ({ session_id: sessionId, cancelled: true })],
];
const origins: [string, () => string | null][] = [
  ['no Origin at all', () => null],
  ['an opaque one (`null`)', () => 'null'],
  ['a sister site', () => line.vault.replace('localhost', 'sister.localhost')],
  ['another port of the same host', () => line.providers['meadow']!.issuer.replace('127.0.0.1', 'localhost')],
  ['the same host by another scheme', () => line.vault.replace('http:', 'https:')],
  ['one that only begins alike', () => `${line.vault}0`],
];

/** fetch leaves Origin out when it is not given: what a form of an old browser does. */
async function post(route: string, body: object, origin: string | null): Promise<Response> {
  return fetch(line.vault + route, {
    method: 'POST',
    headers: {
      cookie: [...person.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      'content-type': 'application/json',
      ...(origin === null ? {} : { origin }),
    },
    body: JSON.stringify(body),
  });
}

describe.each(posts)('POST %s with the right cookie', (route, body) => {
  it.each(origins)('is refused from %s, and does nothing', async (_words, origin) => {
    const before = [await line.rows('flows'), await line.rows('connect_sessions')];
    const answer = await post(route, body(), origin());
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: 'cross_origin_post' });
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect([await line.rows('flows'), await line.rows('connect_sessions')]).toEqual(before);
  });
});

describe('the same POSTs from our own page', () => {
  it.each(posts)('%s is taken', async (route, body) => {
    expect((await post(route, body(), line.vault)).ok).toBe(true);
  });
});
