/** Checks for tests that run in a page. */
import axe from 'axe-core';

export function equal(actual: unknown, expected: unknown, what = 'value'): void {
  const [found, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (found !== wanted) throw new Error(`${what}: expected ${wanted}, found ${found}`);
}

export function ok(condition: unknown, what: string): asserts condition {
  if (!condition) throw new Error(`not so: ${what}`);
}

/** Waits for something to become true; the test's own time limit is the deadline. */
export async function until<T>(look: () => T, what: string, patienceMs = 10_000): Promise<NonNullable<T>> {
  const end = performance.now() + patienceMs;
  for (;;) {
    const found = look();
    if (found) return found;
    if (performance.now() > end) throw new Error(`did not come about: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** The focused element, through shadow roots. */
export function focused(): Element | null {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

/** All elements below that match, through shadow roots, in tree order. */
export function deep<E extends HTMLElement>(root: ParentNode, selector: string): E[] {
  const below = (node: ParentNode): E[] =>
    [...node.children].flatMap((element) => [
      ...(element.matches(selector) ? [element as E] : []),
      ...deep<E>(element, selector),
    ]);
  const shadow = root instanceof Element ? root.shadowRoot : null;
  return [...(shadow ? below(shadow) : []), ...below(root)];
}

/** @throws with each violation that axe-core finds */
export async function accessible(context: Element | Document): Promise<void> {
  const { violations } = await axe.run(context, { resultTypes: ['violations'] });
  const lines = violations.flatMap(({ id, help, nodes }) =>
    nodes.map((node) => `${id}: ${help}\n  ${node.html}\n  ${node.failureSummary ?? ''}`),
  );
  if (lines.length > 0) throw new Error(lines.join('\n'));
}
