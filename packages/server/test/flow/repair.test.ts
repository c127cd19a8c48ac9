import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOverHttp } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.close());

const session = (more: object) =>
  line.post('/sdk/oauth/connect/session', { allowed_providers: ['meadow'], ...more }).then(async (answer) => ({
    status: answer.status,
    body: (await answer.json()) as Record<string, unknown>,
  }));
const principals = async () => (await line.rows('audit', { event: 'session.created' })).map((row) => row['principal']);

describe('a session that repairs a grant', () => {
  it('of another user than its own is refused as if there were no such grant', async () => {
    const { grantId } = await connectOverHttp(line);
    const theirs = await session({ repair_grant_id: grantId, user: { reference: 'user-2' } });
    expect([theirs.status, theirs.body['error']]).toEqual([404, 'grant_not_found']);
    const own = await session({ repair_grant_id: grantId, user: { reference: 'user-1' } });
    expect(own.status).toBe(201);
  });

  it('and names no user is a session of the person whose grant it is', async () => {
    const { grantId } = await connectOverHttp(line);
    expect((await session({ repair_grant_id: grantId })).status).toBe(201);
    const [own, repairing] = (await principals()).slice(-2);
    expect(own).toMatchObject({ type: 'user' });
    expect(repairing).toEqual(own);
  });

  it.each(['issuer', 'client_id'])('that another %s gave leaves it as it is', async (column) => {
    const { grantId, person } = await connectOverHttp(line);
    await line.stored.change('grants', { id: grantId }, { [column]: 'https://another.example' });
    const before = await line.rows('vault', { grant_id: grantId });
    const { view } = await connectOverHttp(line, { person, session: { repair_grant_id: grantId } });
    expect(view.last).toMatchObject({ outcome: 'failed', error: 'account_mismatch' });
    expect(await line.rows('vault', { grant_id: grantId })).toEqual(before);
  });
});
