/** How long a refresh token lives unused is the answer's to say, from the first one on. */
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { minutes, movableClock } from '../../../../test/harness/clock.ts';
import { connectOverHttp, type HttpPerson } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import { replace, restore } from './replace.ts';

const clock = movableClock();
let line: Line;
beforeAll(async () => {
  line = await startLine({ clock });
});
afterEach(restore);
afterAll(() => line.close());

/** Adds this to every token answer. */
function saying(more: Record<string, unknown>): void {
  const { egress } = line.running.deps;
  const { fetch } = egress;
  replace(egress, 'fetch', async (...asked) => {
    const answer = await fetch(...asked);
    const body = (await answer.json()) as Record<string, unknown>;
    return Response.json('access_token' in body ? { ...body, ...more } : body, { status: answer.status });
  });
}

/** Nobody uses the grant for three hours, and then the provider does not know its refresh token any more. */
async function reasonAfterHours(grantId: string): Promise<unknown> {
  clock.advance(minutes(180));
  const refused = async () => Response.json({ error: 'invalid_grant' }, { status: 400 });
  replace(line.running.deps.egress, 'watchedFetch', () => refused);
  const url = `${line.providers['meadow']!.issuer}/api/me`;
  await line.post('/request', { method: 'GET', url, grant_id: grantId });
  restore();
  const [grant] = await line.rows('grants', { id: grantId });
  return grant?.['reason'];
}

const connected = (person?: HttpPerson) => connectOverHttp(line, person ? { person } : {});

it('a token that was never used and is past its life has expired, as has one of connecting again', async () => {
  saying({ refresh_token_expires_in: 7200 });
  const { grantId, person } = await connected();
  expect(await reasonAfterHours(grantId)).toBe('refresh_token_expired');
  saying({ refresh_token_expires_in: 7200 });
  expect((await connected(person)).grantId).toBe(grantId);
  expect(await reasonAfterHours(grantId)).toBe('refresh_token_expired');
});

it('one that would live on was taken away', async () => {
  saying({ refresh_token_expires_in: 864_000 });
  const { grantId } = await connected();
  expect(await reasonAfterHours(grantId)).toBe('revoked_by_user');
});
