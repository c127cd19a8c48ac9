/** Stands in for what Lit asks of a DOM where there is none: enough to import the element, not to render it. */
export const HTMLElement = Object;
export const CSSStyleSheet = Object;
export const { customElements } = globalThis;
