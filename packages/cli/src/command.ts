/** What a command is, and how its flags are read. */
import { parseArgs } from 'node:util';
import type { Io } from './io.ts';
import { nearest } from './nearest.ts';

export interface Option {
  /** Placeholder of its value; absent: a switch. */
  value?: string;
  /** May be given several times. */
  many?: boolean;
  required?: boolean;
  words: string;
}

export interface Command {
  /** `['keys', 'create']`. */
  path: readonly string[];
  summary: string;
  /** Further sentences for `--help`. */
  details?: string;
  /** Names of positional arguments; one in brackets is optional. */
  arguments?: readonly string[];
  options: Readonly<Record<string, Option>>;
  run(call: Call): Promise<void>;
}

export interface Call {
  flags: Flags;
  arguments: readonly string[];
  io: Io;
}

/** The command line cannot be understood: exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The command was understood and could not be done: exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

export class Flags {
  readonly #values: ReadonlyMap<string, readonly string[]>;

  constructor(values: ReadonlyMap<string, readonly string[]>) {
    this.#values = values;
  }

  has(name: string): boolean {
    return this.#values.has(name);
  }

  text(name: string): string | null {
    return this.#values.get(name)?.at(-1) ?? null;
  }

  /** Of options that may repeat; commas separate too. */
  list(name: string): string[] {
    const given = this.#values.get(name) ?? [];
    return given
      .flatMap((value) => value.split(','))
      .map((value) => value.trim())
      .filter((value) => value !== '');
  }
}

/** Reads flags and positional arguments. @throws UsageError */
export function parse(command: Command, argv: readonly string[]): { flags: Flags; arguments: string[] } {
  const options = Object.fromEntries(
    Object.entries(command.options).map(([name, option]) => [name, { type: typeOf(option), multiple: true as const }]),
  );
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true, tokens: true });
  const values = new Map<string, string[]>();
  const positional: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positional.push(token.value);
    if (token.kind !== 'option') continue;
    const option = Object.hasOwn(command.options, token.name) ? command.options[token.name] : undefined;
    if (!option) throw unknownOption(command, token.rawName);
    const value = valueOf(option, token.rawName, token.value);
    const before = values.get(token.name) ?? [];
    if (before.length > 0 && !option.many) throw new UsageError(`${token.rawName} is given twice.`);
    values.set(token.name, [...before, value]);
  }
  for (const [name, option] of Object.entries(command.options)) {
    if (option.required && !values.has(name))
      throw new UsageError(`--${name} ${option.value ?? ''} is required: ${option.words}`);
  }
  checkArguments(command, positional);
  return { flags: new Flags(values), arguments: positional };
}

const typeOf = (option: Option): 'string' | 'boolean' => (option.value === undefined ? 'boolean' : 'string');

function valueOf(option: Option, rawName: string, value: string | undefined): string {
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`${rawName} takes no value.`);
    return '';
  }
  if (value === undefined || value === '') throw new UsageError(`${rawName} needs a value: ${option.value}.`);
  return value;
}

function unknownOption(command: Command, rawName: string): UsageError {
  const close = nearest(rawName.replace(/^-+/, ''), Object.keys(command.options));
  const hint = close === null ? '' : ` Did you mean --${close}?`;
  return new UsageError(`${rawName} is not an option of "alter ${command.path.join(' ')}".${hint}`);
}

function checkArguments(command: Command, given: readonly string[]): void {
  const wanted = command.arguments ?? [];
  const extra = given[wanted.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is one argument too many.`);
  const missing = wanted[given.length];
  if (missing !== undefined && !missing.startsWith('[')) throw new UsageError(`<${missing}> is missing.`);
}
