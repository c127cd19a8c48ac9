/**
 * Defines an element unless the page has one of that name: the first copy of a script wins, a second one is silent.
 * Elements that are in the page already are upgraded. Does nothing where there is no registry (server rendering).
 */
export function define(tag: string, element: CustomElementConstructor): void {
  const registry = (globalThis as { customElements?: CustomElementRegistry }).customElements;
  if (registry && !registry.get(tag)) registry.define(tag, element);
}
