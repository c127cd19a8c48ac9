/** The style sheet of the reference page; its colours are those of every other page (`packages/ui/src/tokens.ts`). */
export const referenceSheet = `:root {
  color-scheme: light dark;
  --surface: light-dark(#ffffff, #14161a);
  --surface-sunken: light-dark(#f6f7f9, #0e1013);
  --text: light-dark(#14171c, #eceef2);
  --text-muted: light-dark(#5b6472, #a2abb8);
  --line: light-dark(#dfe3e8, #2b3038);
  --accent: light-dark(#2346d8, #8ba2ff);
  --on-accent: light-dark(#ffffff, #0c1230);
  --good: light-dark(#0f6b3a, #6fd39b);
  --caution: light-dark(#8a5a00, #f2c063);
  --mono: ui-monospace, SFMono-Regular, Menlo, Consolas, monospace;
  scroll-padding-block-start: 40px;
}
* { box-sizing: border-box; }
body {
  display: grid;
  grid-template: 'header header' auto 'nav main' 1fr / 248px minmax(0, 1fr);
  margin: 0;
  background: var(--surface);
  color: var(--text);
  font: 15px/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif;
}
header {
  grid-area: header;
  display: flex;
  flex-wrap: wrap;
  align-items: baseline;
  gap: 4px 16px;
  padding: 16px 24px;
  border-block-end: 1px solid var(--line);
}
h1, h2, h3, h4, p, ul, dl, dd, pre { margin: 0; }
h1 { font-size: 22px; }
h2 { font-size: 22px; margin-block-end: 8px; }
h3 { font-size: 15px; overflow-wrap: anywhere; }
h4 { font-size: 13px; color: var(--text-muted); margin-block: 20px 4px; }
header p, .caller, .or, dd, .required { color: var(--text-muted); }
header p, .caller, nav, dl, .codes, .or { font-size: 13px; }
a { color: var(--accent); text-underline-offset: 2px; }
a:has(code) { text-underline-offset: 5px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 4px; }
main:focus { outline: none; }
code, pre { font-family: var(--mono); font-size: 13px; overflow-wrap: anywhere; }
pre { padding: 12px 16px; background: var(--surface-sunken); border-radius: 8px; white-space: pre-wrap; }
.skip {
  position: absolute;
  inset-inline-start: 16px;
  inset-block-start: -64px;
  z-index: 1;
  padding: 12px 16px;
  border-radius: 8px;
  background: var(--accent);
  color: var(--on-accent);
}
.skip:focus { inset-block-start: 8px; }
nav {
  grid-area: nav;
  position: sticky;
  inset-block-start: 0;
  align-self: start;
  max-block-size: 100vh;
  overflow-y: auto;
  padding: 16px 12px 24px;
  border-inline-end: 1px solid var(--line);
}
nav ul { list-style: none; padding: 0; }
nav a { display: block; padding: 5px 12px; border-radius: 8px; color: var(--text); text-decoration: none; }
nav a:hover { background: var(--surface-sunken); }
nav > ul > li > a { font-weight: 600; margin-block-start: 8px; }
nav li li a { padding-inline-start: 24px; color: var(--text-muted); }
main { grid-area: main; padding: 24px 32px 96px; max-inline-size: 880px; }
section + section { margin-block-start: 48px; }
section > p, section > pre { margin-block-end: 12px; }
section > h3 { margin-block: 24px 4px; }
article { margin-block-start: 20px; padding: 20px 24px; border: 1px solid var(--line); border-radius: 12px; }
article h3 code { font-size: 15px; font-weight: 600; }
article > h4 + p { margin-block-end: 4px; }
.summary { margin-block: 8px 4px; }
.method {
  display: inline-block;
  min-inline-size: 44px;
  margin-inline-end: 6px;
  color: var(--good);
  font: 600 13px var(--mono);
}
.method.post { color: var(--accent); }
dl > div {
  display: grid;
  grid-template-columns: minmax(0, 2fr) minmax(0, 3fr);
  gap: 2px 16px;
  padding-block: 6px;
  border-block-start: 1px solid var(--line);
}
dl > div:target { background: var(--surface-sunken); box-shadow: 0 0 0 6px var(--surface-sunken); }
.words { display: block; color: var(--text); }
.required { font-style: italic; }
.or { padding-block: 8px; }
.codes { list-style: none; padding: 0; }
.codes li { padding-block: 3px; }
.codes a { display: inline-block; padding-block: 3px; margin-inline-end: 8px; }
.status { color: var(--caution); font: 600 13px var(--mono); margin-inline-end: 8px; }
@media (max-width: 760px) {
  body { display: block; }
  header { padding: 16px; }
  nav { position: static; max-block-size: none; padding: 8px; border: 0; border-block-end: 1px solid var(--line); }
  nav > ul { display: flex; flex-wrap: wrap; }
  nav > ul > li > a { display: flex; align-items: center; min-block-size: 44px; margin: 0; }
  nav li ul { display: none; }
  main { padding: 24px 16px 64px; }
  article { padding: 16px; }
  dl > div { grid-template-columns: minmax(0, 1fr); padding-block: 8px; }
}
@media print { nav, .skip { display: none; } body { display: block; } }
`;
