/** What lies outside every shadow root. */
import { css } from 'lit';

export const documentSheet = css`
  html {
    color-scheme: light dark;
    background: var(--_surface);
    scroll-padding-block-end: 96px;
  }
  body {
    margin: 0;
  }
  @media (min-width: 560px) and (min-height: 560px) {
    html {
      background: var(--_surface-sunken);
    }
  }
`;
