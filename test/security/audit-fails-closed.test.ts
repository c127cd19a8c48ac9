/** What cannot be recorded does not happen. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { call, connectOverHttp, HttpPerson, mint } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
let grantId: string;
let unlock = async (): Promise<void> => undefined;

beforeEach(async () => {
  line = await startLine();
  ({ grantId } = await connectOverHttp(line));
});
afterEach(async () => {
  await unlock();
  await line.close();
});

/** No row can be written from now on. */
async function lock(): Promise<void> {
  unlock = await line.stored.refuseWrites();
}

const provider = () => line.providers['meadow']!;
const bodyOf = async (answer: Response) => (await answer.json()) as Record<string, unknown>;

describe('when no audit row can be written', () => {
  it('a call is refused before anything is sent, readiness is red, and all of it heals by itself', async () => {
    const rows = (await line.rows('audit')).length;
    await lock();
    const [request, proxy, ready, alive] = await Promise.all([
      call(line, grantId),
      line.post('/sdk/proxy', { method: 'GET', url: `${provider().issuer}/api/me`, grant_id: grantId }),
      fetch(`${line.vault}/readyz`),
      fetch(`${line.vault}/healthz`),
    ]);
    for (const answer of [request, proxy]) {
      expect(answer.status).toBe(503);
      expect(answer.headers.get('x-alter-outcome')).toBe('alter');
      expect(answer.headers.get('retry-after')).not.toBeNull();
      expect(await bodyOf(answer)).toMatchObject({ error: 'audit_unavailable', sent: false });
    }
    expect(provider().calls).toEqual([]);
    expect(ready.status).toBe(503);
    expect(alive.status).toBe(200);

    await unlock();
    expect(await line.rows('audit')).toHaveLength(rows);
    expect((await fetch(`${line.vault}/readyz`)).status).toBe(200);
    expect((await call(line, grantId)).status).toBe(200);
  });

  it("the provider's answer is not released, and the refusal says that the call was sent", async () => {
    const answering = call(line, grantId, { url: `${provider().issuer}/api/slow`, query_params: { ms: 1500 } });
    await expect.poll(() => provider().calls.length).toBe(1);
    await lock();
    const answer = await answering;
    expect(answer.status).toBe(503);
    expect(await bodyOf(answer)).toMatchObject({ error: 'audit_unavailable', sent: true, provider_status: 200 });
  });

  it('a revocation and a session are refused whole: nothing of them is left over', async () => {
    const sessions = (await line.rows('connect_sessions')).length;
    await lock();
    const answers = await Promise.all([
      line.post('/sdk/oauth/connect/session', { allowed_providers: ['meadow'] }),
      line.post(`/sdk/oauth/grants/${grantId}/revoke`, {}),
    ]);
    for (const answer of answers) {
      expect(answer.status).toBe(503);
      expect(await bodyOf(answer)).toMatchObject({ error: 'store_unavailable' });
    }
    await unlock();
    expect(await line.rows('connect_sessions')).toHaveLength(sessions);
    expect((await call(line, grantId)).status).toBe(200);
  });

  it('a callback connects nothing, and works once the store does', async () => {
    const person = new HttpPerson(line.vault);
    const { session_id: id } = await person.open(await mint(line));
    const callback = await person.answerOf(id, 'meadow', { login: 'bob' });
    const exchanges = provider().tokenCalls.length;
    await lock();
    const answer = await person.ask('GET', callback.href);
    expect([303, 503]).toContain(answer.status);
    expect(provider().tokenCalls).toHaveLength(exchanges);

    await unlock();
    await person.visit(callback);
    expect((await person.look(id)).result).toMatchObject({ type: 'alter_connect_success' });
  });
});
