import { Long } from 'mongodb';

/** A number as the driver gives it: a large one of 64 bits is a `Long`. Null: no whole number. */
export function wholeNumber(stored: unknown): bigint | null {
  if (Long.isLong(stored)) return stored.toBigInt();
  return typeof stored === 'number' && Number.isInteger(stored) ? BigInt(stored) : null;
}
