/** A check of a credential at its provider is a use of it, and its record is kept as any use's is. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectOverHttp } from '../../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../../test/harness/line.ts';
import { replace, restore } from '../replace.ts';

let line: Line;
let grantId: string;
beforeAll(async () => {
  line = await startLine();
  ({ grantId } = await connectOverHttp(line));
});
afterEach(restore);
afterAll(() => line.close());

const check = async () => {
  const answer = await fetch(`${line.vault}/sdk/grants/${grantId}/health?verify=true`, {
    headers: { 'x-api-key': line.key },
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

const checkMany = async (ids: string[]) => {
  const answer = await line.post('/sdk/grants/health', { grant_ids: ids, verify: true });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

/** The record takes no more rows of this event. */
function recordRefuses(event: string): void {
  const { audit } = line.running.deps.store;
  const { append } = audit;
  replace(audit, 'append', (rows) =>
    rows.some((row) => row.event === event) ? Promise.reject(new Error('no space')) : append(rows),
  );
}

describe('a check whose record cannot be written', () => {
  it('before it: nothing is sent', async () => {
    recordRefuses('request.begun');
    let asked = 0;
    replace(line.running.deps.egress, 'fetch', () => {
      asked++;
      return Promise.resolve(Response.json({}));
    });
    expect(await check()).toMatchObject({ status: 503, body: { error: 'audit_unavailable', sent: false } });
    expect(asked).toBe(0);
  });

  it('after it: the answer is held back, and says that something was sent', async () => {
    recordRefuses('request.concluded');
    expect(await check()).toMatchObject({ status: 503, body: { error: 'audit_unavailable', sent: true } });
  });
});

describe('a check of many whose record cannot be written', () => {
  it('answers as the check of one does: nothing is told of any', async () => {
    // Nobody knows these tokens yet.
    await connectOverHttp(line);
    recordRefuses('request.begun');
    expect(await checkMany([grantId])).toMatchObject({
      status: 503,
      body: { error: 'audit_unavailable', sent: false },
    });
    restore();
    recordRefuses('request.concluded');
    expect(await checkMany([grantId])).toMatchObject({ status: 503, body: { error: 'audit_unavailable', sent: true } });
  });

  it('says that something was sent where others were on their way', async () => {
    await connectOverHttp(line);
    const second = await connectOverHttp(line, { login: 'bob.example' });
    const { audit } = line.running.deps.store;
    const { append } = audit;
    replace(audit, 'append', (rows) =>
      rows.some(({ event, grant_id }) => event === 'request.begun' && grant_id === second.grantId)
        ? Promise.reject(new Error('no space'))
        : append(rows),
    );
    expect(await checkMany([grantId, second.grantId])).toMatchObject({ status: 503, body: { sent: true } });
  });
});

describe('a check of a credential that cannot be opened', () => {
  it('has its end on record, too', async () => {
    // New tokens, which nobody has opened yet.
    await connectOverHttp(line);
    const { vault } = line.running.deps.store;
    const { read } = vault;
    replace(vault, 'read', async (app, id) => {
      const row = await read(app, id);
      return row && { ...row, sealed: { ...row.sealed, key_id: 'lost' } };
    });
    const { status, body } = await check();
    expect([status, body['usable'], body['error']]).toEqual([200, false, 'credential_revoked']);
    const [named] = await line.rows('audit', { event: 'grant.error' });
    const rows = await line.rows('audit', { request_id: String(named?.['request_id']) });
    expect(rows.map(({ event, decision }) => [event, decision])).toEqual([
      ['request.begun', 'allow'],
      ['grant.error', null],
      ['request.concluded', 'credential_revoked'],
    ]);
  });
});
