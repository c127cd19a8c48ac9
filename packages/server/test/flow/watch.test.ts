import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mint } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import { createWatchers } from '../../src/flow/watchers.ts';
import type { ConnectSessionRow } from '../../src/stores/index.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterAll(() => line.close());

describe('watchers of one session', () => {
  it('are not lost when an earlier one stops twice', () => {
    const { store, clock } = line.running.deps;
    const watchers = createWatchers({ store, clock, log: pino({ level: 'silent' }) });
    const told: string[] = [];
    const row = { hash: 'one' } as ConnectSessionRow;
    const stopFirst = watchers.follow('one', () => told.push('first'));
    stopFirst();
    watchers.follow('one', () => told.push('second'));
    // As when a long poll has ended and its connection closes later.
    stopFirst();
    watchers.changed(row);
    watchers.close();
    expect(told).toEqual(['second']);
  });
});

describe('a ticket that is used for one stream after the other', () => {
  it('gets 429 before they fill the process, and streams again once some have ended', async () => {
    const traded = await line.post('/sdk/oauth/connect/ticket', {
      session_token: await mint(line, { allowed_providers: ['meadow'] }),
    });
    const { ticket } = (await traded.json()) as { ticket: string };
    const gone = new AbortController();
    const watch = (signal: AbortSignal = gone.signal) =>
      fetch(`${line.vault}/sdk/oauth/connect/watch`, {
        signal,
        headers: { authorization: `Bearer ${ticket}`, accept: 'text/event-stream' },
      });
    const answers = await Promise.all(Array.from({ length: 30 }, () => watch()));
    const statuses = answers.map(({ status }) => status);
    expect(statuses).toContain(200);
    expect(statuses).toContain(429);
    expect(answers.find(({ status }) => status === 429)?.headers.get('retry-after')).toBe('2');
    gone.abort();
    const later = new AbortController();
    await expect.poll(async () => (await watch(later.signal)).status).toBe(200);
    later.abort();
  });
});
