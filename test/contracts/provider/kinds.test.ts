/** No kind of flow that an entry may declare is without its lives. */
import { readdirSync } from 'node:fs';
import { flowKinds, type FlowKind } from '@alter/protocol';
import { expect, test } from 'vitest';
import { entries } from '../../../packages/server/src/providers/index.generated.ts';

const lives: Readonly<Record<FlowKind, string>> = {
  authorization_code: 'life-by-code.test.ts',
  device_code: 'life-by-device.test.ts',
  client_credentials: 'life-by-client.test.ts',
  oauth1: 'life-by-oauth1.test.ts',
};

test('each kind of flow has a file of lives, and entries that it runs', () => {
  expect(readdirSync(import.meta.dirname).filter((name) => name.startsWith('life-by-'))).toEqual(
    Object.values(lives).toSorted(),
  );
  for (const kind of flowKinds) expect(entries.some((entry) => entry.flowKinds.includes(kind))).toBe(true);
});
