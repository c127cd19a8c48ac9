import { expect, it } from 'vitest';

it('the element can be imported where there is no DOM, for pages that are rendered on a server', async () => {
  expect('document' in globalThis).toBe(false);
  const { AlterWalletElement } = await import('../src/define.ts');
  expect(AlterWalletElement.name).toBe('AlterWalletElement');
});
