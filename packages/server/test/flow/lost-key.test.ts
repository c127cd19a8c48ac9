import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectOverHttp, mint, type HttpPerson } from '../../../../test/harness/http-person.ts';
import { secretOf, startLine, type Line } from '../../../../test/harness/line.ts';
import { replace, restore } from './replace.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterEach(restore);
afterAll(() => line.close());

const openSession = async (person: HttpPerson): Promise<string> =>
  (await person.open(await mint(line, { allowed_providers: ['meadow'] }))).session_id;

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
    const [meadow] = Object.values(line.providers);
    await meadow!.register({
      client_id: 'client-meadow',
      client_secret: secretOf('meadow'),
      redirect_uris: [
        new URL((await person.leave(await openSession(person), 'meadow')).searchParams.get('redirect_uri')!).href,
      ],
      grant_types: ['authorization_code'],
    });
    const again = await connectOverHttp(line, { person });
    expect(again.view.result).toMatchObject({ grants: [{ grant_id: grantId, operation: 'reauth' }] });
  });

  it('can still be revoked', async () => {
    const { grantId } = await connectOverHttp(line);
    breakSeal(grantId);
    const answer = await line.post(`/sdk/oauth/grants/${grantId}/revoke`, {});
    expect([answer.status, await answer.json()]).toMatchObject([200, { revocation: 'not_called' }]);
    expect(line.rows('SELECT status FROM grants WHERE id = ?', grantId)).toEqual([{ status: 'revoked' }]);
  });
});
