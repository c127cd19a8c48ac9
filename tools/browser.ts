/** The browser of the tests: one that the environment names, else one on the system, else one from the registry. */
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium, type Browser, type LaunchOptions } from 'playwright-core';
import { registryBrowser } from './registry-browser.ts';

export interface FoundBrowser {
  executablePath: string;
  args: string[];
}

const namedBy = ['ALTER_BROWSER', 'CHROME_PATH', 'PLAYWRIGHT_CHROMIUM_EXECUTABLE_PATH'] as const;
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];
const usualFolders = ['/usr/bin', '/usr/local/bin', '/snap/bin', '/opt/google/chrome'];
const usualFiles = [
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];
/** Quiet, and reaches nothing by itself. */
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** @throws when the environment names a file that cannot be run */
export async function findBrowser(env: NodeJS.ProcessEnv = process.env): Promise<FoundBrowser> {
  const executablePath = namedBrowser(env) ?? systemBrowser(env);
  if (executablePath !== null) return { executablePath, args };
  const fetched = await registryBrowser();
  return { executablePath: fetched.executablePath, args: [...args, ...fetched.args] };
}

/** A headless browser with a fresh profile; the caller closes it. @param differently `args` come on top of the ordinary ones */
export async function launchBrowser(
  differently: Pick<LaunchOptions, 'args' | 'ignoreDefaultArgs'> = {},
): Promise<Browser> {
  const { executablePath, args } = await findBrowser();
  const { args: more = [], ...rest } = differently;
  return chromium.launch({ ...rest, executablePath, args: [...args, ...more], headless: true });
}

function namedBrowser(env: NodeJS.ProcessEnv): string | null {
  for (const name of namedBy) {
    const file = env[name];
    if (file === undefined || file === '') continue;
    if (!isProgram(file)) throw new Error(`${name} is "${file}", which is not a program that can be run.`);
    return file;
  }
  return null;
}

function systemBrowser(env: NodeJS.ProcessEnv): string | null {
  const folders = [...(env['PATH'] ?? '').split(delimiter).filter(Boolean), ...usualFolders];
  const candidates = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return [...candidates, ...usualFiles].find(isProgram) ?? null;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
