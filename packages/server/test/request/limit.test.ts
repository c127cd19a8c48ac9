/** A provider's request limit, in the header names of its entry, as the caller and the record get it. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerJson, startUpstream, type Answer, type Upstream } from '../egress/upstream.ts';
import { startStation, type Station } from './harness.ts';

const inBody = { status: 200, path: 'errors.0.extensions.code', values: ['THROTTLED'] };
const rateLimit = { remaining: 'x-left', resetIn: 'x-reset', statuses: [403], inBody };

let api: Answer;
let upstream: Upstream;
let station: Station;
beforeAll(async () => {
  upstream = await startUpstream((...call) => api(...call));
  station = await startStation(upstream, { entry: (entry) => ({ ...entry, api: { ...entry.api, rateLimit } }) });
});
afterAll(async () => {
  await station.close();
  await upstream.close();
});

const answering = (status: number, headers: Record<string, string>): void => {
  api = (_request, res) => res.writeHead(status, headers).end();
};
const call = async () => {
  const grant = await station.grant();
  const answered = await station.call({ method: 'GET', url: `${upstream.origin}/x`, grant_id: grant.id });
  const row = (await station.rows()).findLast(({ event }) => event === 'request.concluded');
  const { rate_limited, retry_after } = row?.detail ?? {};
  return [answered.status, answered.headers['x-alter-retry-after'], rate_limited, retry_after];
};

describe('a call that the provider refuses as one too many', () => {
  it('tells the caller and the record when to come again, in whatever words the provider said it', async () => {
    answering(429, { 'x-reset': '40' });
    expect(await call()).toEqual([429, '40', true, 40]);
    answering(429, { 'retry-after': '7', 'x-reset': '40' });
    expect(await call()).toEqual([429, '7', true, 7]);
    answering(403, { 'x-left': '0', 'x-reset': '40' });
    expect(await call()).toEqual([403, '40', true, 40]);
  });

  it('is on record as that also when nobody says until when', async () => {
    answering(429, {});
    expect(await call()).toEqual([429, undefined, true, undefined]);
  });

  it('is on record as that also when the status says that all is well, and the body that it is not', async () => {
    api = answerJson({ errors: [{ extensions: { code: 'THROTTLED' } }] }, 200, { 'retry-after': '3' });
    expect(await call()).toEqual([200, '3', true, 3]);
    api = answerJson({ errors: [{ extensions: { code: 'ACCESS_DENIED' } }] }, 200, { 'retry-after': '3' });
    expect(await call()).toEqual([200, undefined, undefined, undefined]);
  });

  it('is told from one that lacks a permission, and from one that works', async () => {
    answering(403, { 'x-left': '9', 'x-reset': '40' });
    expect(await call()).toEqual([403, undefined, undefined, undefined]);
    api = answerJson({ ok: true });
    expect(await call()).toEqual([200, undefined, undefined, undefined]);
  });
});
