/** A person who was sent a session's link, as back ends and command lines hand it out, in a browser of their own. */
import type { Browser, Page } from 'playwright-core';
import { denyAt, newPage, signInAt } from '../harness/people.ts';

/** Opens the link and says yes on our page. */
export async function openLink(browser: Browser, url: string, provider: string): Promise<Page> {
  const { page } = await newPage(browser, url);
  await page.getByRole('button', { name: `Connect ${provider}` }).click();
  return page;
}

/** The whole way, to the page that says it is done. */
export async function connectByLink(browser: Browser, url: string, provider: string, login = 'alice'): Promise<void> {
  const page = await openLink(browser, url, provider);
  await signInAt(page, login);
  await page.getByRole('heading', { name: `${provider} is connected` }).waitFor();
  await page.context().close();
}

/** Says no at the provider. */
export async function denyByLink(browser: Browser, url: string, provider: string): Promise<void> {
  const page = await openLink(browser, url, provider);
  await denyAt(page);
  await page.getByRole('heading', { name: 'You said no' }).waitFor();
  await page.context().close();
}
