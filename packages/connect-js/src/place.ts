/** Fetched only where the browser has no CSS anchor positioning. */
import { autoUpdate, computePosition, flip, offset, shift } from '@floating-ui/dom';

/** Keeps the menu at the button. @returns a function that stops */
export function place(button: HTMLElement, menu: HTMLElement): () => void {
  return autoUpdate(button, menu, () => {
    void computePosition(button, menu, {
      placement: 'bottom-start',
      strategy: 'fixed',
      middleware: [offset(4), flip(), shift({ padding: 8 })],
    }).then(({ x, y }) => Object.assign(menu.style, { left: `${x}px`, top: `${y}px`, margin: '0' }));
  });
}
