/** What the device test looks at; `window` and its `navigator` have it all. */
export interface Device {
  innerWidth: number;
  innerHeight: number;
  navigator: { userAgent: string; maxTouchPoints: number };
}

/**
 * Whether popups serve badly here: phones, and tablets held upright.
 * @see `product.md` §1.1, "Device test"
 */
export function prefersRedirect({ innerWidth, innerHeight, navigator }: Device): boolean {
  const mobile =
    /Android|webOS|iPhone|iPad|iPod|BlackBerry|IEMobile|Opera Mini/i.test(navigator.userAgent) ||
    (navigator.maxTouchPoints > 0 && innerWidth <= 768);
  return mobile && (innerWidth <= 480 || (innerWidth <= 1024 && innerHeight > innerWidth));
}
