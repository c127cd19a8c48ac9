/** A check of many grants is one answer, and what goes wrong with one of them is told of that one alone. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connectOverHttp } from '../../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../../test/harness/line.ts';
import { StoreUnavailable } from '../../../src/stores/store.ts';
import { replace, restore } from '../replace.ts';

let line: Line;
let first: string;
let second: string;
beforeAll(async () => {
  line = await startLine();
});
afterEach(restore);
afterAll(() => line.close());

/** Nobody was asked about these tokens yet. */
async function freshGrants(): Promise<void> {
  ({ grantId: first } = await connectOverHttp(line));
  ({ grantId: second } = await connectOverHttp(line, { login: 'bob.example' }));
}

const checkMany = async () => {
  const answer = await line.post('/sdk/grants/health', { grant_ids: [first, second], verify: true });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

function failsForTheFirst(error: Error): void {
  const { leases } = line.running.deps.store;
  const { acquire } = leases;
  replace(leases, 'acquire', (app, name, ...rest) =>
    name.startsWith(`verify/${first}/`) ? Promise.reject(error) : acquire(app, name, ...rest),
  );
}

describe('a check of many of which one fails unexpectedly', () => {
  it('answers for all: that one is `unclear`, and the log says why', async () => {
    await freshGrants();
    failsForTheFirst(new TypeError('nobody has thought of this'));
    expect(await checkMany()).toMatchObject({
      status: 200,
      body: {
        grants: [
          {
            grant_id: first,
            usable: true,
            verified: { outcome: 'unclear', status: null, at: null },
            unverified: null,
          },
          { grant_id: second, usable: true, verified: { outcome: 'ok', status: 200 }, unverified: null },
        ],
      },
    });
    const said = line.logs.filter((words) => words.includes('nobody has thought of this'));
    expect(said.map((words) => (JSON.parse(words) as { grant_id: string }).grant_id)).toEqual([first]);
  });

  it('does not answer without its store', async () => {
    await freshGrants();
    failsForTheFirst(new StoreUnavailable('gone'));
    expect(await checkMany()).toMatchObject({ status: 503, body: { error: 'store_unavailable' } });
  });
});

describe('an account endpoint whose path holds escapes that stand for no text', () => {
  it('is asked as any other, and stands on record as it is', async () => {
    await freshGrants();
    const { providers } = line.running.deps;
    const { resolveConfig } = providers;
    replace(providers, 'resolveConfig', async (...asked) => {
      const found = await resolveConfig(...asked);
      if (!found?.verify) return found;
      const verify = { ...found.verify, url: `${found.issuer}/a%zz/{access_token}/b%2Fc` };
      return { ...found, entry: { ...found.entry, verify } };
    });
    const answer = await fetch(`${line.vault}/sdk/grants/${first}/health?verify=true`, {
      headers: { 'x-api-key': line.key },
    });
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      { verified: { outcome: 'unclear', status: 404 } },
    ]);
    const rows = await line.rows('audit', { event: 'request.begun', grant_id: first });
    expect(rows.map(({ path }) => path)).toEqual(['/a%zz/{access_token}/b%2Fc']);
  });
});
