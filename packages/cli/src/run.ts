import { ConfigMistakes, KeyMistake } from '@alter/server/operator';
import { Failure, parse, UsageError, type Command } from './command.ts';
import { commands } from './commands.ts';
import { helpOfAll, helpOfCommand, helpOfGroup } from './help.ts';
import type { Io } from './io.ts';
import { nearest } from './nearest.ts';

/** 0 done, 1 could not be done, 2 not understood. */
export type ExitCode = 0 | 1 | 2;

/** Finds the command, reads its flags, runs it. */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    await dispatch(argv, io);
    return 0;
  } catch (error) {
    return explain(error, io);
  }
}

async function dispatch(argv: readonly string[], io: Io): Promise<void> {
  const asksHelp = argv.includes('--help') || argv.includes('-h') || argv[0] === 'help';
  const words = argv.filter((word, i) => word !== '--help' && word !== '-h' && !(i === 0 && word === 'help'));
  const [first] = words;
  if (first === undefined) return print(io, helpOfAll(commands));
  const command = commands.find(({ path }) => path.every((word, i) => words[i] === word));
  if (!command) return groupOrRefusal(words, asksHelp, io);
  if (asksHelp) return print(io, helpOfCommand(command));
  const parsed = parse(command, words.slice(command.path.length));
  return command.run({ ...parsed, io });
}

/** `alter keys` shows what there is; `alter keys creat` is corrected. */
function groupOrRefusal([first = '', second]: readonly string[], asksHelp: boolean, io: Io): void {
  const group = commands.filter(({ path }) => path[0] === first);
  if (group.length === 0) throw new UsageError(`"${first}" is not a command.${didYouMean(first, commands, 0)}`);
  if (asksHelp || second === undefined) return print(io, helpOfGroup(first, group));
  throw new UsageError(`"${first} ${second}" is not a command.${didYouMean(second, group, 1)}`);
}

function didYouMean(word: string, among: readonly Command[], at: number): string {
  const close = nearest(word, [...new Set(among.map(({ path }) => path[at] ?? ''))]);
  return close === null ? ' See: alter --help' : ` Did you mean "${close}"?`;
}

const print = (io: Io, lines: readonly string[]): void => lines.forEach((line) => io.print(line));

function explain(error: unknown, io: Io): ExitCode {
  if (error instanceof UsageError) {
    io.note(`alter: ${error.message}`);
    return 2;
  }
  if (error instanceof KeyMistake) {
    error.mistakes.forEach((mistake) => io.note(`alter: ${mistake}`));
    return 2;
  }
  if (error instanceof ConfigMistakes || error instanceof Failure) {
    io.note(`alter: ${error.message}`);
    return 1;
  }
  io.note(`alter: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  return 1;
}
