import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { HttpPerson, mint } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';
import { replace, restore } from './replace.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
afterEach(restore);
afterAll(() => line.close());

const eventsOf = (sessionId: string) => line.rows('audit', { session_id: sessionId });

describe('a session whose page is asked for one flow after the other', () => {
  it('is stopped before it fills the store', async () => {
    const person = new HttpPerson(line.vault);
    const { session_id } = await person.open(await mint(line, { allowed_providers: ['meadow'] }));
    const asked = { session_id, provider_id: 'meadow', consent: 'click' };
    const statuses: number[] = [];
    for (let n = 0; n < 40; n++) statuses.push((await person.ask('POST', '/sdk/oauth/connect/flow', asked)).status);
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(201));
    expect(statuses.at(-1)).toBe(429);
    expect((await eventsOf(session_id)).filter(({ event }) => event === 'connect.started').length).toBeLessThan(40);
  });

  it('is stopped just so when it asks for all of them at once', async () => {
    const person = new HttpPerson(line.vault);
    const { session_id } = await person.open(await mint(line, { allowed_providers: ['meadow'] }));
    const asked = { session_id, provider_id: 'meadow', consent: 'click' };
    const { sessions } = line.running.deps.store;
    const { beginFlow } = sessions;
    // As long as a provider may take that is asked first.
    replace(sessions, 'beginFlow', async (...flow) => (await sleep(200), beginFlow(...flow)));
    const answers = await Promise.all(
      Array.from({ length: 60 }, () => person.ask('POST', '/sdk/oauth/connect/flow', asked)),
    );
    expect(answers.filter(({ status }) => status === 201).length).toBeLessThanOrEqual(21);
    expect(answers.map(({ status }) => status)).toContain(429);
  });
});

describe('a session for which one ticket after the other is asked', () => {
  it('gives twenty, and says in words what to do then', async () => {
    const session_token = await mint(line, { allowed_providers: ['meadow'] });
    const ask = () => line.post('/sdk/oauth/connect/ticket', { session_token });
    const answers = await Promise.all(Array.from({ length: 30 }, ask));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(20);
    const refused = answers.find(({ status }) => status !== 201);
    expect([refused?.status, await refused?.json()]).toMatchObject([429, { error: 'too_many_tickets' }]);
    const other = await mint(line, { allowed_providers: ['meadow'] });
    expect((await line.post('/sdk/oauth/connect/ticket', { session_token: other })).status).toBe(201);
  });
});
