/** The reference page: its beginning, a route, and the error codes. */
import { join } from 'node:path';
import { makeReference } from '../../packages/server/src/pages/reference/reference.ts';
import { launchBrowser } from '../../tools/browser.ts';

const folder = process.env['ALTER_SHOTS_FOLDER'] ?? 'artifacts/shots';
const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };
const origin = 'https://vault.example.com';
const places = { '1-beginning': '', '2-route': '#createSession', '3-answer': '#readProvider', '4-errors': '#errors' };

const { page: file, sheet } = makeReference(origin, '/assets/reference.css');
const browser = await launchBrowser();
try {
  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.newPage({ viewport, colorScheme });
      await page.route(`${origin}/**`, (route) => {
        const { body, type } = route.request().url().endsWith('.css') ? sheet : file;
        return route.fulfill({ body, contentType: type });
      });
      for (const [name, place] of Object.entries(places)) {
        await page.goto(`${origin}/reference${place}`);
        await page.screenshot({ path: join(folder, `reference-${name}-${size}-${colorScheme}.png`) });
      }
      await page.close();
    }
  }
} finally {
  await browser.close();
}
