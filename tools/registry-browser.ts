/**
 * Chromium out of a registry package, for machines without a browser. The package is made for AWS Lambda: it unpacks into
 * the temporary folder and recommends switches that turn web security off, which would make our tests prove nothing. So it
 * is unpacked into the cache, and only the switches that its headless build needs are used.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { underLock } from './bootstrap/lock.mjs';
import { fetchPackage } from './bootstrap/toolchain.mjs';

const name = '@sparticuz/chromium';
const version = '153.0.0';

const args = ['--headless', '--no-zygote', '--use-gl=angle', '--use-angle=swiftshader', '--enable-unsafe-swiftshader'];

/** What we use of the package. */
interface Package {
  default: { executablePath(): Promise<string> };
  inflate: (archive: string) => Promise<string>;
}

/** @throws when this is not Linux on x64, the one platform of the package */
export async function registryBrowser(): Promise<{ executablePath: string; args: string[] }> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser was found. Install Chromium or Chrome, or name one in ALTER_BROWSER.');
  }
  const folder = await fetchPackage(name, version, 'bin/chromium.br');
  const unpacked = join(folder, 'unpacked');
  await underLock(join(folder, 'unpack.lock'), () => unpack(folder, unpacked));
  const executablePath = join(unpacked, 'chromium');
  bringLibraries(executablePath, join(unpacked, 'al2023', 'lib'));
  bringFonts(join(unpacked, 'fonts'));
  return { executablePath, args };
}

async function unpack(folder: string, unpacked: string): Promise<void> {
  if (existsSync(unpacked)) return;
  const unfinished = mkdtempSync(`${unpacked}-`);
  const before = process.env['TMPDIR'];
  // The package knows no other way to say where to unpack.
  process.env['TMPDIR'] = unfinished;
  try {
    const { default: chromium, inflate } = (await import(
      pathToFileURL(join(folder, 'build', 'index.js')).href
    )) as Package;
    await chromium.executablePath();
    await inflate(join(folder, 'bin', 'al2023.tar.br'));
    renameSync(unfinished, unpacked);
  } finally {
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    rmSync(unfinished, { recursive: true, force: true });
  }
}

/** On a bare machine the program does not even start: then it gets the shared libraries that came with it. */
function bringLibraries(executable: string, libraries: string): void {
  if (spawnSync(executable, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0) return;
  process.env['LD_LIBRARY_PATH'] = [libraries, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':');
}

/**
 * The package's own fonts, for machines that have none: text would have no size there, and some pages end the browser. Its own
 * settings name folders of the place that it is made for.
 */
function bringFonts(folder: string): void {
  if (process.env['FONTCONFIG_FILE'] !== undefined || process.env['FONTCONFIG_PATH'] !== undefined) return;
  const file = join(folder, 'ours.conf');
  const settings = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>${join(folder, 'fonts')}</dir>
  <cachedir>${join(folder, 'cache')}</cachedir>
</fontconfig>
`;
  // Whole at once: another process may be reading it.
  const unfinished = `${file}.${process.pid}`;
  writeFileSync(unfinished, settings);
  renameSync(unfinished, file);
  process.env['FONTCONFIG_FILE'] = file;
}
