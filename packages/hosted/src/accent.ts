/** The app's one colour, made readable before anything is painted with it. */
import { accentPairs } from '@alter/ui';

const sheet = new CSSStyleSheet();

/** Anything that is not a hex colour leaves ours in place. */
export function paintAccent(color: string | null): void {
  const pairs = color === null ? null : accentPairs(color);
  const { light, dark } = pairs ?? { light: null, dark: null };
  sheet.replaceSync(
    light && dark
      ? `:root{--alter-accent:light-dark(${light.accent},${dark.accent});--alter-on-accent:light-dark(${light.onAccent},${dark.onAccent})}`
      : '',
  );
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
}
