/** Tokens that end: renewed once for everybody, and honestly reported when they cannot be. */
import { afterEach, describe, expect, it } from 'vitest';
import { minutes, movableClock } from '../harness/clock.ts';
import { call, connectOverHttp } from '../harness/http-person.ts';
import { secretOf, startLine, type Line } from '../harness/line.ts';

let line: Line;
afterEach(async () => line.close());

const provider = () => line.providers['meadow']!;
const list = async (filter: object) => (await line.post('/sdk/grants/list', filter)).json();

/** As a person does at the provider's own page: the newest refresh token ends there. */
async function endAtProvider(): Promise<void> {
  const { value } = provider().issued.findLast(({ kind }) => kind === 'refresh_token')!;
  const answer = await fetch(`${provider().issuer}/token/revocation`, {
    method: 'POST',
    headers: { authorization: `Basic ${btoa(`client-meadow:${secretOf('meadow')}`)}` },
    body: new URLSearchParams({ token: value }),
  });
  expect(answer.status).toBe(200);
}

async function connectedThenStale(clock = movableClock()) {
  line = await startLine({ clock, providers: { meadow: { name: 'Meadow', accessTtl: 300 } } });
  const { grantId } = await connectOverHttp(line);
  clock.advance(minutes(6));
  return { grantId, clock };
}

describe('an access token that has ended', () => {
  it('is renewed by one token call for twenty callers at once, and all of them are answered', async () => {
    const { grantId } = await connectedThenStale();
    const answers = await Promise.all(Array.from({ length: 20 }, () => call(line, grantId)));

    expect(answers.map(({ status }) => status)).toEqual(Array(20).fill(200));
    expect(provider().tokenCalls).toEqual(['authorization_code', 'refresh_token']);
    const tokens = new Set(provider().calls.map(({ headers }) => headers.authorization));
    expect([...tokens]).toEqual([`Bearer ${provider().issued.findLast(({ kind }) => kind === 'access_token')!.value}`]);
  });

  it('is renewed again and again, each time with the refresh token that came last', async () => {
    const { grantId, clock } = await connectedThenStale();
    for (let round = 0; round < 3; round++) {
      expect((await call(line, grantId)).status).toBe(200);
      clock.advance(minutes(6));
    }
    expect(provider().tokenCalls).toEqual(['authorization_code', ...Array<string>(3).fill('refresh_token')]);
    expect(await line.rows('audit', { event: 'grant.refreshed' })).toHaveLength(3);
  });
});

describe('an access token that dies before its time', () => {
  it('costs the caller nothing: one refresh, one repetition with the same body', async () => {
    const clock = movableClock();
    line = await startLine({ clock, providers: { meadow: { name: 'Meadow', accessTtl: 1 } } });
    const { grantId } = await connectOverHttp(line);
    // For the vault it has a minute left; at the provider it ends.
    clock.advance(-minutes(1));
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect((await call(line, grantId)).status).toBe(200);
    expect(provider().tokenCalls).toEqual(['authorization_code', 'refresh_token']);
    const [{ detail } = {}] = await line.rows('audit', { event: 'request.concluded' });
    expect(JSON.stringify(detail)).toContain('"repeats":1');
  });
});

describe('a clock that ticks while a grant is saved', () => {
  it('does not make the first token look renewed, and so last for ever', async () => {
    const clock = movableClock();
    let ticks = 0;
    const { grantId } = await connectedThenStale({ ...clock, now: () => clock.now() + ticks++ });
    expect((await call(line, grantId)).status).toBe(200);
    expect(provider().tokenCalls).toEqual(['authorization_code', 'refresh_token']);
  });
});

describe('a refresh token that the person ended at the provider', () => {
  it('refuses the call with `credential_revoked` and says that the person has to connect again', async () => {
    const { grantId } = await connectedThenStale();
    await endAtProvider();
    const refused = await call(line, grantId);

    expect(refused.status).toBe(403);
    expect(refused.headers.get('x-alter-outcome')).toBe('alter');
    expect(await refused.json()).toMatchObject({ error: 'credential_revoked', grant_id: grantId, sent: false });
    expect(await list({ needs_reconnect: true })).toMatchObject({
      total: 1,
      grants: [{ grant_id: grantId, status: 'needs_reauth', needs_reconnect: true }],
    });
    expect(await list({ needs_reconnect: false })).toMatchObject({ total: 0 });
  });

  it('is asked for once: later calls are refused without asking the provider again', async () => {
    const { grantId } = await connectedThenStale();
    await endAtProvider();
    await call(line, grantId);
    const asked = provider().tokenCalls.length;
    expect(await (await call(line, grantId)).json()).toMatchObject({ error: 'credential_revoked' });
    expect(provider().tokenCalls).toHaveLength(asked);
    expect(await line.rows('audit', { event: 'grant.needs_reauth' })).toHaveLength(1);
  });

  it('works again under the same id once the person has connected again', async () => {
    const { grantId } = await connectedThenStale();
    await endAtProvider();
    await call(line, grantId);
    const again = await connectOverHttp(line);
    expect(again.grantId).toBe(grantId);
    expect((await call(line, grantId)).status).toBe(200);
    expect(await list({ needs_reconnect: true })).toMatchObject({ total: 0 });
  });
});
