/** Two servers that an operator gave, each trying to get hold of what the other gave out (RFC 9700 §4.4). */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpPerson, mint } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;

beforeAll(async () => {
  line = await startLine({ providers: { alder: { name: 'Alder' }, birch: { name: 'Birch' } } });
});
afterAll(async () => line.close());

/** A person with a flow at `provider`, back from it but not yet at the callback. */
async function begun(provider: 'alder' | 'birch') {
  const person = new HttpPerson(line.vault);
  const { session_id: id } = await person.open(await mint(line, { allowed_providers: [provider] }));
  return { person, id, callback: await person.answerOf(id, provider) };
}

const stored = async () => (await line.rows('grants')).length + (await line.rows('vault')).length;
const redeemed = () => Object.values(line.providers).flatMap(({ tokenCalls }) => tokenCalls);

describe('two custom providers', () => {
  it('have callback URLs of their own, so that neither can answer for the other', async () => {
    const [alder, birch] = [await begun('alder'), await begun('birch')];
    expect(alder.callback.pathname).not.toBe(birch.callback.pathname);
  });

  it("refuses the one's answer on the other's callback path, and sends the code to neither", async () => {
    const [alder, birch] = [await begun('alder'), await begun('birch')];
    alder.callback.pathname = birch.callback.pathname;
    await alder.person.visit(alder.callback);

    const { last } = await alder.person.look(alder.id);
    expect(last).toMatchObject({ outcome: 'failed', error: 'provider_configuration_unavailable' });
    expect(redeemed()).toEqual([]);
    expect(await stored()).toBe(0);
  });

  it("refuses a code of the one at the other's callback, and stores nothing", async () => {
    const [alder, birch] = [await begun('alder'), await begun('birch')];
    alder.callback.searchParams.set('code', birch.callback.searchParams.get('code')!);
    await alder.person.visit(alder.callback);

    const { last } = await alder.person.look(alder.id);
    expect(last).toMatchObject({ outcome: 'failed', error: 'token_exchange_failed' });
    expect(line.providers['birch']!.tokenCalls).toEqual([]);
    expect(await stored()).toBe(0);
  });

  it('refuses an answer that says it came from the other, before any code is sent', async () => {
    const { person, id, callback } = await begun('alder');
    const before = redeemed().length;
    callback.searchParams.set('iss', line.providers['birch']!.issuer);
    await person.visit(callback);

    expect((await person.look(id)).last).toMatchObject({ outcome: 'failed', error: 'issuer_mismatch' });
    expect(redeemed()).toHaveLength(before);
    expect(await stored()).toBe(0);
  });

  it('refuses an answer without the issuer that the server promised to name', async () => {
    const { person, id, callback } = await begun('alder');
    const before = redeemed().length;
    callback.searchParams.delete('iss');
    await person.visit(callback);

    expect((await person.look(id)).last).toMatchObject({ outcome: 'failed', error: 'issuer_mismatch' });
    expect(redeemed()).toHaveLength(before);
    expect(await stored()).toBe(0);
  });

  it("refuses the one's state at the other's path even with a code of the other's own", async () => {
    const [alder, birch] = [await begun('alder'), await begun('birch')];
    const before = redeemed().length;
    const forged = new URL(birch.callback);
    forged.searchParams.set('state', alder.callback.searchParams.get('state')!);
    await alder.person.visit(forged);

    expect((await alder.person.look(alder.id)).last).toMatchObject({ outcome: 'failed' });
    expect(redeemed()).toHaveLength(before);
    expect(await stored()).toBe(0);
  });

  it('still connects with the honest answer of each', async () => {
    for (const provider of ['alder', 'birch'] as const) {
      const { person, id, callback } = await begun(provider);
      await person.visit(callback);
      expect((await person.look(id)).result).toMatchObject({ type: 'alter_connect_success', grants: [{ provider }] });
    }
    expect(await stored()).toBe(4);
  });
});
