/** What becomes of tokens that a provider gave in a flow of which no grant came. */
import { afterEach, beforeAll, afterAll, describe, expect, it } from 'vitest';
import { minutes, movableClock } from '../../../../test/harness/clock.ts';
import { connectOverHttp } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import { createRevocations } from '../../src/flow/revocation.ts';
import { resolveProvider } from '../../src/providers/resolve.ts';
import { replace, restore } from './replace.ts';

const clock = movableClock();
let line: Line;
let grantId: string;
beforeAll(async () => {
  line = await startLine({ clock });
  ({ grantId } = await connectOverHttp(line, { login: 'alice' }));
});
afterEach(restore);
afterAll(() => line.close());

/** The custom provider's endpoint is taken to end everything of client and account; this says otherwise. */
function endsOneToken(): void {
  const { providers } = line.running.deps;
  const { resolveConfig } = providers;
  replace(providers, 'resolveConfig', async (...which) => {
    const found = await resolveConfig(...which);
    const revoke = found?.entry.endpoints.revoke;
    if (!found || !revoke) return found;
    const endpoints = { ...found.entry.endpoints, revoke: { ...revoke, scope: 'token' as const } };
    return resolveProvider({ ...found.entry, endpoints }, found.config);
  });
}

function noAccount(): void {
  const { egress } = line.running.deps;
  const { fetch } = egress;
  replace(egress, 'fetch', async (input, init) =>
    new Request(input).url.endsWith('/me') ? new Response(null, { status: 503 }) : fetch(input, init),
  );
}

const queued = () => line.rows('outbox', {});
const connect = (login: string) => connectOverHttp(line, { login, session: { repair_grant_id: grantId } });
const last = () => line.providers['meadow']!.issued.findLast(({ kind }) => kind === 'refresh_token')?.value ?? '';
const work = async () => {
  const [row] = await queued();
  return createRevocations(line.running.deps).tell(String(row?.['id']));
};
/** Whether the provider still takes a refresh token. */
const lives = async (token: string) => {
  const { issuer } = line.providers['meadow']!;
  const { config } = (
    await line.running.deps.providers.list((await line.rows('grants', { id: grantId }))[0]?.['app_id'] as string)
  )[0]!;
  const body = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: token });
  const basic = Buffer.from(`${config.clientId}:${config.clientSecret?.reveal() ?? ''}`).toString('base64');
  return (await fetch(`${issuer}/token`, { method: 'POST', body, headers: { authorization: `Basic ${basic}` } })).ok;
};

describe('tokens of another account than the grant’s', () => {
  it('are ended at the provider, and those of the grant live', async () => {
    endsOneToken();
    const before = last();
    expect((await connect('bob')).view.last).toMatchObject({ error: 'account_mismatch' });
    const dropped = last();
    expect(dropped).not.toBe(before);
    expect(Number((await queued())[0]?.['next_at'])).toBeLessThanOrEqual(clock.now());
    await work();
    expect([await queued(), await lives(dropped), await lives(before)]).toEqual([[], false, true]);
    const [told] = await line.rows('audit', { event: 'revocation.told' });
    expect(told).toMatchObject({ grant_id: null, provider_id: 'meadow' });
  });

  it('wait, where more than the token would end, until the person can be connecting that account no more', async () => {
    await connect('carol');
    const [row] = await queued();
    expect(Number(row?.['next_at'])).toBeGreaterThan(clock.now() + minutes(20));
    // Meanwhile that account got a grant of its own.
    await connectOverHttp(line, { login: 'carol' });
    clock.advance(minutes(31));
    expect(await work()).toBe('not_called');
    expect([await queued(), await lives(last())]).toEqual([[], true]);
  });
});

describe('tokens of nobody knows whom', () => {
  it('are ended where the endpoint ends this token alone, and left where it may end more', async () => {
    noAccount();
    expect((await connect('dave')).view.last).toMatchObject({ error: 'account_lookup_failed' });
    expect(await queued()).toEqual([]);
    endsOneToken();
    await connect('dave');
    await work();
    expect([await queued(), await lives(last())]).toEqual([[], false]);
  });
});
