/** The app's one colour, made readable before anything is painted with it. */
import { accentPairs, type AccentPairs } from '@alter/ui';

const sheet = new CSSStyleSheet();

/** Anything that is not a hex colour leaves ours in place. */
export function paintAccent(color: string | null): void {
  const pairs = color === null ? null : accentPairs(color);
  sheet.replaceSync(pairs ? rule(pairs) : '');
  if (!document.adoptedStyleSheets.includes(sheet)) document.adoptedStyleSheets.push(sheet);
}

const rule = ({ light, dark }: AccentPairs) =>
  `:root{--alter-accent:light-dark(${light.accent},${dark.accent});` +
  `--alter-on-accent:light-dark(${light.onAccent},${dark.onAccent})}`;
