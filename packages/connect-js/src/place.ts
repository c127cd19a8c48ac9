/** Whether the style sheet alone keeps a popover at its button (CSS anchor positioning). */
export const placedByCss = (): boolean => CSS.supports('position-area: block-end span-inline-end');

/** Keeps the menu at the button where the browser cannot. @returns a function that stops */
export async function place(button: HTMLElement, menu: HTMLElement): Promise<() => void> {
  const { autoUpdate, computePosition, flip, offset, shift } = await import('@floating-ui/dom');
  return autoUpdate(button, menu, () => {
    void computePosition(button, menu, {
      placement: 'bottom-start',
      strategy: 'fixed',
      middleware: [offset(4), flip(), shift({ padding: 8 })],
    }).then(({ x, y }) => Object.assign(menu.style, { left: `${x}px`, top: `${y}px`, margin: '0' }));
  });
}
