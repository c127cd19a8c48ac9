import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectOverHttp } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import { replace, restore } from './replace.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterEach(restore);
afterAll(() => line.close());

describe('what the vault cannot open any more', () => {
  const breakSeal = (grantId: string) => {
    const read = line.running.deps.store.vault.read;
    replace(line.running.deps.store.vault, 'read', async (app, id) => {
      const row = await read(app, id);
      return row && id === grantId ? { ...row, sealed: { ...row.sealed, key_id: 'lost' } } : row;
    });
  };

  it('can still be connected again: the new tokens take its place', async () => {
    const { grantId, person } = await connectOverHttp(line);
    breakSeal(grantId);
    const again = await connectOverHttp(line, { person });
    expect(again.view.result).toMatchObject({ grants: [{ grant_id: grantId, operation: 'reauth' }] });
  });

  it('can be connected again also when the provider sends no new refresh token', async () => {
    const { grantId, person } = await connectOverHttp(line);
    breakSeal(grantId);
    const { egress } = line.running.deps;
    const { fetch } = egress;
    replace(egress, 'fetch', async (...asked) => {
      const answer = await fetch(...asked);
      const body = (await answer.json()) as Record<string, unknown>;
      return Response.json({ ...body, refresh_token: undefined });
    });
    const again = await connectOverHttp(line, { person });
    expect(again.view.result).toMatchObject({ grants: [{ grant_id: grantId, operation: 'reauth' }] });
  });

  it('can still be revoked', async () => {
    const { grantId } = await connectOverHttp(line);
    breakSeal(grantId);
    const answer = await line.post(`/sdk/oauth/grants/${grantId}/revoke`, {});
    expect([answer.status, await answer.json()]).toMatchObject([200, { revocation: 'not_called' }]);
    expect(await line.rows('grants', { id: grantId })).toMatchObject([{ status: 'revoked' }]);
  });
});
