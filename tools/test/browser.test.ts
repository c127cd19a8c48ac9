import { expect, it } from 'vitest';
import { findBrowser, launchBrowser } from '../browser.ts';

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

it('draws text, on a machine without fonts too', async () => {
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage();
    await page.setContent('<p>words</p>');
    const words = page.locator('p');
    const drawn = { text: await words.innerText(), isHigh: ((await words.boundingBox())?.height ?? 0) > 5 };
    expect(drawn).toEqual({ text: 'words', isHigh: true });
  } finally {
    await browser.close();
  }
});
