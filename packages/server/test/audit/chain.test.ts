import { hash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { auditEvent, t0 } from '../../../../test/contracts/store/rows.ts';
import { chainStart, checkChain, link } from '../../src/audit/chain.ts';
import type { AuditRow, ChainedAuditRow } from '../../src/stores/store.ts';

const app = '00000000-0000-4000-8000-000000000001';
const start = { sequence: 0, hash: chainStart(app, 'embedded') };

const row = (over: Partial<AuditRow> = {}): AuditRow => ({
  ...auditEvent({ id: 'id-1', app_id: app, key_id: 'key', grant_id: 'grant' }),
  principal: { type: 'user', user_id: 'user' },
  ...over,
});

function chainOf(rows: readonly AuditRow[]): ChainedAuditRow[] {
  let previous_hash = start.hash;
  return rows.map((one, index) => {
    const chained = {
      row: one,
      writer: 'embedded',
      sequence: index + 1,
      previous_hash,
      hash: link(previous_hash, one),
    };
    previous_hash = chained.hash;
    return chained;
  });
}

describe('link', () => {
  it('is SHA-256 over the previous hash and the fields in their fixed order, as documented for verifiers', () => {
    const fields = [
      'id-1',
      app,
      t0,
      'request.begun',
      'req_1',
      null,
      'key',
      'worker',
      '{"type":"user","user_id":"user"}',
      'grant',
      'github',
      null,
      'GET',
      'api.github.com',
      '/user',
      'nightly sync',
      '{"agent":"a","run":"7"}',
      '192.0.2.1',
      'allow',
      null,
      '{"cached":true,"note":null,"retries":0}',
    ];
    expect(link('before', row())).toBe(hash('sha256', `before\n${JSON.stringify(fields)}`, 'hex'));
  });

  it('does not depend on the order in which names were written', () => {
    expect(link('x', row({ context: { b: '2', a: '1' } }))).toBe(link('x', row({ context: { a: '1', b: '2' } })));
  });

  it('changes with every field and with the row before', () => {
    const changed: Partial<AuditRow>[] = [
      { id: 'id-2' },
      { app_id: 'other' },
      { at: 1 },
      { event: 'request.ended' },
      { request_id: 'r' },
      { call_id: 'c' },
      { key_id: null },
      { caller: null },
      { principal: { type: 'system' } },
      { grant_id: null },
      { provider_id: null },
      { session_id: 's' },
      { method: null },
      { host: null },
      { path: null },
      { reason: null },
      { context: null },
      { client_ip: null },
      { decision: null },
      { status: 200 },
      { detail: {} },
    ];
    expect(changed).toHaveLength(Object.keys(row()).length);
    const hashes = [link('x', row()), link('y', row()), ...changed.map((over) => link('x', row(over)))];
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('tells a value from the same value one field further', () => {
    expect(link('x', row({ method: 'a', host: null }))).not.toBe(link('x', row({ method: null, host: 'a' })));
  });
});

describe('checkChain', () => {
  const rows = () => chainOf([row(), row({ id: 'id-2' }), row({ id: 'id-3' })]);

  it('accepts a whole chain and gives its head, from which a later check goes on', () => {
    const all = rows();
    const first = checkChain(all.slice(0, 2), start);
    if (first.kind !== 'whole') throw new Error(first.why);
    expect(checkChain(all.slice(2), first.head)).toEqual({ kind: 'whole', head: { sequence: 3, hash: all[2]!.hash } });
  });

  it('names the first row that was edited, dropped, moved or put in', () => {
    const edited = rows();
    edited[1]!.row.reason = 'another';
    expect(checkChain(edited, start)).toEqual({ kind: 'broken', sequence: 2, why: 'hash' });

    const dropped = rows().toSpliced(1, 1);
    expect(checkChain(dropped, start)).toEqual({ kind: 'broken', sequence: 2, why: 'gap' });

    const renumbered = rows()
      .toSpliced(1, 1)
      .map((one, index) => ({ ...one, sequence: index + 1 }));
    expect(checkChain(renumbered, start)).toEqual({ kind: 'broken', sequence: 2, why: 'previous_hash' });

    const fromAnother = checkChain(rows(), { sequence: 0, hash: chainStart('other app', 'embedded') });
    expect(fromAnother).toEqual({ kind: 'broken', sequence: 1, why: 'previous_hash' });
  });
});
