import type { WalletActivityItem } from '@alter/protocol';

/** What happened on one local day, in the order it came. */
export interface Day {
  /** 0 is today, 1 yesterday. */
  daysAgo: number;
  items: [WalletActivityItem, ...WalletActivityItem[]];
}

export function byDay(items: readonly WalletActivityItem[], now: Date): Day[] {
  const days: Day[] = [];
  for (const item of items) {
    const daysAgo = Math.round((midnight(now) - midnight(new Date(item.at))) / 86_400_000);
    const last = days.at(-1);
    if (last?.daysAgo === daysAgo) last.items.push(item);
    else days.push({ daysAgo, items: [item] });
  }
  return days;
}

/** Rounded away by the caller: a day of a clock change has 23 or 25 hours. */
const midnight = (at: Date): number => new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime();

/** "14:03". */
export const clockTime = (iso: string, lang: string): string =>
  new Intl.DateTimeFormat(lang, { timeStyle: 'short' }).format(new Date(iso));
