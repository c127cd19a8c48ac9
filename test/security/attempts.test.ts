/** What a session may begin is counted where all processes see it. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HttpPerson, mint } from '../harness/http-person.ts';
import { startLine, type Line } from '../harness/line.ts';

let line: Line;
let second: string;
beforeAll(async () => {
  line = await startLine();
  second = await line.startBeside();
});
afterAll(() => line.close());

it('a session begins no more flows over two processes than over one, asked all at once', async () => {
  const person = new HttpPerson(line.vault);
  const { session_id } = await person.open(await mint(line, { allowed_providers: ['meadow'] }));
  const asked = { session_id, provider_id: 'meadow', consent: 'click' };
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, n) =>
      person.ask('POST', `${n % 2 === 0 ? line.vault : second}/sdk/oauth/connect/flow`, asked),
    ),
  );
  const statuses = answers.map(({ status }) => status);
  expect([...new Set(statuses)].sort()).toEqual([201, 429]);
  expect(statuses.filter((status) => status === 201)).toHaveLength(21);
  const started = await line.rows('audit', { session_id, event: 'connect.started' });
  expect(started).toHaveLength(21);
});
