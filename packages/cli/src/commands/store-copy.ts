import {
  copyStore,
  isWhole,
  systemClock,
  TargetHolds,
  type Compared,
  type Copied,
  type Holdings,
} from '@alter/server/operator';
import { Failure, UsageError, type Call, type Command } from '../command.ts';
import { jsonOption } from '../desk.ts';
import { count, placeNamed, placeOption, withHoldings } from '../store-place.ts';
import { table } from '../table.ts';

/** Rows between two lines of progress. */
const progressEvery = 20_000;

export const copyStoreCommand: Command = {
  path: ['store', 'copy'],
  summary: 'Copy everything from one store into another, embedded or MongoDB, and compare the two at the end.',
  details:
    'Stop the servers of the source first: what they write after a row was read is not in the copy.\n' +
    'Ciphertext is copied as it is, so the target needs the same encryption keys; none is needed here. The source is only\n' +
    'read. The target has to be empty, or hold nothing but what an earlier copy of this source put there: a copy that was\n' +
    'broken off is finished by running it again. Sessions, flows and the like that are over are left out, and so are leases.',
  options: { from: placeOption('The source'), to: placeOption('The target'), json: jsonOption },
  async run(call) {
    const [from, to] = [placeNamed(call, 'from')!, placeNamed(call, 'to')!];
    await withHoldings(from, 'read', async (source) => {
      if ('file' in to && to.file === source.place) throw sameStore();
      await withHoldings(to, 'write', async (target) => {
        if (target.place === source.place) throw sameStore();
        await copy(call, source, target);
      });
    });
  },
};

const sameStore = (): UsageError => new UsageError('--from and --to are the same store.');

async function copy(call: Call, from: Holdings, to: Holdings): Promise<void> {
  const { note } = call.io;
  const now = systemClock.now();
  await warnOfUse(call, from, to, now);
  const copied = await copyStore({ from, to, now, onProgress: progress(note) }).catch((cause: unknown) => {
    if (!(cause instanceof TargetHolds)) throw cause;
    throw new Failure([`${cause.message}. Nothing was written.`, ...cause.kinds.map(conflict)].join('\n'), { cause });
  });
  if (call.flags.has('json')) call.io.print(JSON.stringify(copyJson(from, to, copied), null, 2));
  else printCopy(call, copied);
  if (copied.writtenSince) note('The source was written to meanwhile: that is not in the copy.');
  if (!isWhole(copied)) {
    throw new Failure(
      `${to.place} is not the same as ${from.place}. If a server was writing to either, stop it and run this again.`,
    );
  }
  if (copied.before > 0) note(`${count(copied.before)} rows were there from an earlier copy.`);
  note('The two hold the same. The target opens with the same encryption keys.');
}

async function warnOfUse({ io }: Call, from: Holdings, to: Holdings, now: number): Promise<void> {
  const [source, target] = [await from.inUse(now), await to.inUse(now)];
  if (source !== null) {
    io.note(
      `alter: the source seems to be in use (${source}). What is written to it from now on may not be in the copy.`,
    );
  }
  if (target !== null) io.note(`alter: the target seems to be in use (${target}). Stop its servers.`);
}

function progress(note: (line: string) => void) {
  let last = '';
  return (act: 'copying' | 'comparing', kind: string, done: number): void => {
    const words = `${act} ${kind}: ${count(Math.floor(done / progressEvery) * progressEvery)} rows`;
    if (done < progressEvery || words === last) return;
    last = words;
    note(words);
  };
}

function conflict({ kind, extra, different, examples }: Compared): string {
  const some = [...examples.extra, ...examples.different];
  const more = extra + different > some.length ? ', …' : '';
  return `  - ${kind}: ${count(extra)} that the source has not, ${count(different)} that differ (${some.join(', ')}${more})`;
}

const verdict = ({ missing, extra, different }: Compared): string =>
  missing + extra + different === 0
    ? 'same'
    : `${count(missing)} missing, ${count(extra)} too many, ${count(different)} different`;

function printCopy({ io }: Call, { kinds }: Copied): void {
  const rows = kinds.map((one) => [
    one.kind,
    count(one.source + one.over + one.halves.length),
    count(one.over),
    count(one.halves.length),
    count(one.target),
    verdict(one),
  ]);
  table(['KIND', 'SOURCE', 'OVER', 'UNFINISHED', 'TARGET', 'RESULT'], rows).forEach((line) => io.print(line));
  const halves = kinds.flatMap(({ kind, halves: all }) => all.map((half) => `${kind} ${half.key}, ${half.why}`));
  if (kinds.some(({ over }) => over > 0)) io.note('OVER: their time had ended, they were left out.');
  if (halves.length > 0) {
    io.note('UNFINISHED: left by acts that were broken off, never used, left out:');
    halves.slice(0, 10).forEach((words) => io.note(`  - ${words}`));
  }
  io.note('Leases are not copied: they end with the processes that held them.');
}

const copyJson = (from: Holdings, to: Holdings, { kinds, before, writtenSince }: Copied) => ({
  from: from.place,
  to: to.place,
  same: kinds.every((one) => verdict(one) === 'same'),
  there_before: before,
  source_written_meanwhile: writtenSince,
  kinds: kinds.map(({ kind, source, target, over, halves, missing, extra, different, examples }) => ({
    kind,
    source: source + over + halves.length,
    left_out_over: over,
    left_out_unfinished: halves.map(({ key, why }) => ({ key, why })),
    target,
    missing,
    extra,
    different,
    examples,
  })),
});
