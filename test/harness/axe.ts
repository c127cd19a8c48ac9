/** The accessibility checks of axe-core, run in pages as they are. */
import axe from 'axe-core';
import type { BrowserContext, Page } from 'playwright-core';

/** Puts axe into every page before its own scripts; a page's policy does not see it. */
export const withAxe = (context: BrowserContext): Promise<unknown> => context.addInitScript({ content: axe.source });

/** What axe finds, as `scheme rule: element`, in light and dark. */
export async function axeFindings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await page.evaluate(findings)).map((one) => `${colorScheme} ${one}`));
  }
  return found;
}

async function findings(): Promise<string[]> {
  const { axe: inPage } = window as unknown as { axe: typeof axe };
  const { violations, passes } = await inPage.run(document);
  if (passes.length === 0) throw new Error('axe has checked nothing');
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
