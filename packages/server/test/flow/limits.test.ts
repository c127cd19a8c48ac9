import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpPerson, mint } from '../../../../test/harness/http-person.ts';
import { startLine, type Line } from '../../../../test/harness/line.ts';

let line: Line;
beforeAll(async () => {
  line = await startLine();
});
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
});
