import { expect, it } from 'vitest';
import { findBrowser } from '../browser.ts';

it('takes the browser that the environment names before any other', async () => {
  const found = await findBrowser({ ALTER_BROWSER: process.execPath, CHROME_PATH: '/bin/sh', PATH: '/usr/bin' });
  expect(found.executablePath).toBe(process.execPath);
});

it('refuses a named browser that cannot be run, instead of taking another', async () => {
  await expect(findBrowser({ CHROME_PATH: '/nowhere/chrome' })).rejects.toThrow(
    'CHROME_PATH is "/nowhere/chrome", which is not a program that can be run.',
  );
});

it('never turns web security off', async () => {
  const { args } = await findBrowser({ ALTER_BROWSER: process.execPath });
  expect(args.filter((arg) => /web-security|insecure|site-isolation/.test(arg))).toEqual([]);
});
