/** The few marks, drawn here; decoration, so the text beside each says the same. */
import { html, svg, type SVGTemplateResult, type TemplateResult } from 'lit';

const icon = (name: string, shape: SVGTemplateResult): TemplateResult =>
  html`<svg class="icon ${name}" viewBox="0 0 16 16" aria-hidden="true">${shape}</svg>`;

export const icons = {
  check: icon('check', svg`<path d="m3 8.5 3.2 3.2L13 4.8"/>`),
  caution: icon('caution', svg`<path d="M8 2.2 14.5 13.5h-13zM8 6.5v3.2m0 1.8v.1"/>`),
  dash: icon('dash', svg`<path d="M4 8h8"/>`),
  dot: icon('dot', svg`<circle cx="8" cy="8" r="2"/>`),
  next: icon('next', svg`<path d="m6 3.5 4.5 4.5L6 12.5"/>`),
  back: icon('back', svg`<path d="M10 3.5 5.5 8l4.5 4.5"/>`),
  search: icon('search', svg`<circle cx="7" cy="7" r="4.2"/><path d="m10.2 10.2 3.3 3.3"/>`),
  out: icon('out', svg`<path d="M6.5 3.5h6v6m0-6-8.5 8.5"/>`),
};
