import { UsageError } from './command.ts';

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** `30m`, `12h`, `90d`, `2w` in milliseconds. @throws UsageError */
export function duration(text: string, option: string): number {
  const [, count, unit] = /^([0-9]{1,5})([mhdw])$/.exec(text) ?? [];
  if (count === undefined || unit === undefined) {
    throw new UsageError(`--${option} ${text}: write a number and m, h, d or w, for example 90d.`);
  }
  return Number(count) * units[unit]!;
}

/** A duration from `now`, or an ISO 8601 time with zone, as epoch milliseconds. @throws UsageError */
export function moment(text: string, option: string, now: number): number {
  if (!/^\d{4}-\d{2}-\d{2}T/.test(text)) return now + duration(text, option);
  const at = /(Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(at))
    throw new UsageError(`--${option} ${text}: write a time with zone, for example 2027-01-31T12:00:00Z.`);
  return at;
}
