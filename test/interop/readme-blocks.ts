/** The examples of the README, as printed. */
import { readFileSync } from 'node:fs';

/** Code of the only block of this language below a heading. @throws when there is none, or more than one */
export function blockOf(heading: string, language: string): string {
  const readme = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');
  const section = readme.split(/^## /m).find((part) => part.startsWith(`${heading}\n`)) ?? '';
  const blocks = [...section.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms'))];
  const [code] = blocks.map(([, text = '']) => text);
  if (code === undefined || blocks.length > 1) {
    throw new Error(`README.md, "${heading}": ${String(blocks.length)} blocks of ${language}, wanted one.`);
  }
  return code;
}
