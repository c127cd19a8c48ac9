/** The published Python SDK in a virtual environment of its own, made once for every clone of one person. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { underLock } from '../../tools/bootstrap/lock.mjs';
import { cacheFolder } from '../../tools/bootstrap/toolchain.mjs';
import { runProgram, type RunningProgram } from './running.ts';

const release = 'alter-sdk==0.29.0';
const home = join(cacheFolder(), 'python-0.29.0');
/** Written last: an environment without it was left half-made. */
const finished = join(home, 'finished');
const names = ['python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3'];
const able = 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))';
const scripts = fileURLToPath(new URL('./python', import.meta.url));

/** The interpreter that has the SDK, or null where there is no Python for it. @throws when it cannot be installed */
export async function preparePython(): Promise<string | null> {
  const python = join(home, 'bin', 'python');
  if (works(python) && existsSync(finished)) return python;
  const base = names.find(works);
  if (base === undefined) return null;
  await underLock(`${home}.lock`, () => {
    if (works(python) && existsSync(finished)) return;
    console.error(`Installing ${release} into ${home}`);
    rmSync(home, { recursive: true, force: true });
    run(base, ['-m', 'venv', home]);
    run(python, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', release]);
    writeFileSync(finished, `${release}\n`);
  });
  return python;
}

export const noPython =
  'no Python 3.11 or newer with venv was found on the PATH. Install one (Debian, Ubuntu: apt-get install python3 python3-venv).';

const works = (python: string): boolean => spawnSync(python, ['-c', able], { stdio: 'ignore' }).status === 0;

function run(file: string, args: readonly string[]): void {
  const { status, stdout, stderr } = spawnSync(file, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${file} ${args.join(' ')} failed:\n${stdout}${stderr}`);
}

export interface ScenarioOptions {
  vault: string;
  key: string;
  /** What the script reads as `given`. */
  given?: Readonly<Record<string, unknown>>;
}

export interface Scenario extends RunningProgram {
  /** What each step said, when all are done. */
  said(): Promise<Record<string, unknown>>;
}

export function startScenario(python: string, script: string, options: ScenarioOptions): Scenario {
  const program = runProgram(python, [`${script}.py`], {
    cwd: scripts,
    env: {
      ALTER_BASE_URL: options.vault,
      ALTER_API_KEY: options.key,
      SCENARIO: JSON.stringify(options.given ?? {}),
      PYTHONUNBUFFERED: '1',
      PYTHONDONTWRITEBYTECODE: '1',
    },
  });
  return { ...program, said: async () => stepsIn(await program.output()) };
}

function stepsIn(output: string): Record<string, unknown> {
  const lines = output.split('\n').filter((line) => line.startsWith('{'));
  const steps = lines.map((line) => JSON.parse(line) as { step: string; value: unknown });
  return Object.fromEntries(steps.map(({ step, value }) => [step, value]));
}
