/** Values for a vendor's variables: of a closed list one that is not the default, else the entry's own example. */
import type { Variable } from '../../../packages/server/src/providers/provider.ts';

export interface Sample {
  value: string;
  /** As it comes, where it is the vendor that brings it. */
  arrives: string;
}

/** @throws when the entry has no example, or one that its own pattern does not take */
export function sampleOf(variable: Variable): Sample {
  const { pattern, capture, example, default: preset, kind } = variable;
  const whole = new RegExp(`^(?:${pattern.source})$`, pattern.flags);
  const listed = pattern.source.split('|').map((source) => source.replace(/\\(.)/g, '$1'));
  const other = listed.find((word) => word !== preset && whole.test(word));
  const text = (capture ? undefined : other) ?? example ?? preset ?? '';
  const host = kind === 'host' && text.includes('/') ? new URL(text).host : text;
  const value = capture ? (capture.exec(host)?.[1] ?? '') : host;
  if (!whole.test(value)) throw new Error(`variable ${variable.name}: "${text}" is no example of ${pattern.source}`);
  const brought = kind === 'host' && !text.includes('/') && text.includes('.') && !capture ? `https://${text}` : text;
  return { value, arrives: brought };
}
