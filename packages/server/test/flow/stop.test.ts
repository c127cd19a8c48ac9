import { afterEach, describe, expect, it } from 'vitest';
import { connectOverHttp } from '../../../../test/harness/http-person.ts';
import { startLine } from '../../../../test/harness/line.ts';
import { replace, restore } from './replace.ts';

afterEach(restore);

/** Of what never answers; ends when its signal fires. */
const hanging: typeof fetch = (_input, init) =>
  new Promise((_resolve, reject) => {
    init?.signal?.addEventListener('abort', () => reject(new Error('aborted')), { once: true });
  });

describe('stopping while a provider does not answer to a revocation', () => {
  it('takes no longer than the drain, and the revocation stays queued', async () => {
    const line = await startLine({ env: { ALTER_DRAIN_MS: '300', ALTER_TIMEOUT_TOKEN_CALL_MS: '60000' } });
    const { grantId } = await connectOverHttp(line);
    replace(line.running.deps.egress, 'fetch', hanging);
    const answer = await line.post(`/sdk/oauth/grants/${grantId}/revoke`, {});
    expect(await answer.json()).toMatchObject({ revocation: 'queued' });
    await line.running.stop();
    expect(await line.rows('outbox')).toMatchObject([{ attempts: 1 }]);
    await line.close();
  });
});

describe('readiness while the store hangs', () => {
  it('says no instead of hanging too', async () => {
    const line = await startLine();
    replace(line.running.deps.store, 'ready', () => new Promise(() => undefined));
    const answer = await fetch(`${line.vault}/readyz`);
    expect([answer.status, await answer.json()]).toEqual([503, { status: 'not ready', store: 'unavailable' }]);
    await line.close();
  });
});
