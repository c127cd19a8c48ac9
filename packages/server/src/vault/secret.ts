import { inspect } from 'node:util';

const redacted = '<redacted>';

/**
 * A value that must not be printed: every way of turning it into text gives `<redacted>`. `reveal()` is the only way in;
 * call it at the place that sends or seals, and nowhere else.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  /** The plain value. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return redacted;
  }

  toJSON(): string {
    return redacted;
  }

  [Symbol.toPrimitive](): string {
    return redacted;
  }

  [inspect.custom](): string {
    return redacted;
  }
}
