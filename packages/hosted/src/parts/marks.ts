/** Small drawings in the colour of the text around them, and the app's own mark. */
import type { ConnectView } from '@alter/protocol';
import { css, html, svg, type TemplateResult } from 'lit';

const icon = (shape: TemplateResult, size: number) =>
  html`<svg
    class="icon"
    width=${size}
    height=${size}
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    stroke-width="2"
    stroke-linecap="round"
    stroke-linejoin="round"
    aria-hidden="true"
  >
    ${shape}
  </svg>`;

const shapes = {
  shield: svg`<path d="M12 3l7 2.800v5.400c0 4.700-3 8-7 9.800-4-1.800-7-5.100-7-9.800V5.800z"/><path d="M9 12l2.200 2.200L15.200 10"/>`,
  check: svg`<path d="M5 12.500l4.500 4.500L19 7.500"/>`,
  caution: svg`<path d="M12 4L2.800 20h18.400z"/><path d="M12 10.500v4M12 17.300v.1"/>`,
  cross: svg`<path d="M6.500 6.500l11 11M17.500 6.500l-11 11"/>`,
  clock: svg`<circle cx="12" cy="12" r="8.500"/><path d="M12 7.500V12l3 2"/>`,
  screen: svg`<rect x="3" y="4.500" width="18" height="15" rx="2.500"/><path d="M3 9h18"/>`,
  copy: svg`<rect x="8.500" y="8.500" width="11" height="11" rx="2"/><path d="M15.500 8.500V6.500a2 2 0 0 0-2-2h-7a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h2"/>`,
  out: svg`<path d="M13 5h6v6M19 5l-8.500 8.500M17 14v4a1.500 1.500 0 0 1-1.500 1.500h-10A1.500 1.500 0 0 1 4 18V8a1.500 1.500 0 0 1 1.500-1.500h4"/>`,
  plus: svg`<path d="M12 5.500v13M5.500 12h13"/>`,
  next: svg`<path d="M9.500 6l6 6-6 6"/>`,
  search: svg`<circle cx="10.500" cy="10.500" r="6"/><path d="M15 15l5 5"/>`,
} as const;

export type IconName = keyof typeof shapes;
export const drawn = (name: IconName, size = 20) => icon(shapes[name], size);

/** The app's logo; its initial until the picture is there, and when it does not come. */
export function appMark(app: ConnectView['app'], size: 28 | 48): TemplateResult {
  const loaded = (event: Event) => (event.target as HTMLElement).parentElement?.toggleAttribute('data-loaded', true);
  return html`<span class="mark mark-${size}" aria-hidden="true" translate="no">
    <span>${initial(app.name)}</span>
    ${
      app.logo_url === null
        ? null
        : html`<img src=${app.logo_url} alt="" referrerpolicy="no-referrer" decoding="async" @load=${loaded} />`
    }
  </span>`;
}

/** A whole character, whatever it is made of. */
const initial = (name: string) => Array.from(new Intl.Segmenter().segment(name))[0]?.segment ?? '';

export const markSheet = css`
  .icon {
    flex: none;
  }
  .mark {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 28px;
    block-size: 28px;
    overflow: hidden;
    border-radius: 7px;
    background: var(--_text);
    color: var(--_surface);
    font: 650 var(--_small) / 1 var(--_font);
  }
  .mark-48 {
    inline-size: 48px;
    block-size: 48px;
    border-radius: 12px;
    font-size: 20px;
  }
  .mark img {
    display: none;
    inline-size: 100%;
    block-size: 100%;
    object-fit: contain;
  }
  .mark[data-loaded] {
    background: none;
  }
  .mark[data-loaded] span {
    display: none;
  }
  .mark[data-loaded] img {
    display: block;
  }
`;
