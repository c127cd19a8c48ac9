/** "The four calls" of the README: each example runs as printed, with a person at a real browser. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../tools/browser.ts';
import { startLine, type Line } from '../harness/line.ts';
import { connectByLink } from './link.ts';
import { noPython, preparePython } from './python-sdk.ts';
import { blockOf } from './readme-blocks.ts';
import { runProgram } from './running.ts';

let line: Line;
let browser: Browser;
let folder: string;
let python: string | null;

beforeAll(async () => {
  python = await preparePython();
  line = await startLine();
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), 'alter-readme-'));
}, 600_000);
afterAll(async () => {
  await browser.close();
  await line.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the README's block, connects at the address it prints, and returns what it printed after that. */
async function outputOf(language: string, program: string, file: string): Promise<string> {
  writeFileSync(join(folder, file), blockOf('The four calls', language));
  const running = runProgram(program, [file], {
    cwd: folder,
    env: {
      ALTER_URL: line.vault,
      ALTER_BASE_URL: line.vault,
      ALTER_API_KEY: line.key,
      PROVIDER: 'meadow',
      API_URL: line.providers['meadow']?.issuer ?? '',
      PYTHONUNBUFFERED: '1',
    },
  });
  const url = await running.next(/https?:\/\/\S+#session=\S+/);
  await connectByLink(browser, url, 'Meadow');
  const output = await running.output();
  return output.slice(output.indexOf(url) + url.length);
}

describe('the four calls of the README', () => {
  it('as curl: the answer, the revocation, the refusal', async () => {
    const output = await outputOf('sh', 'sh', 'four-calls.sh');
    const answers = output.split(/(?<=})\s*(?={)/).map((answer) => JSON.parse(answer) as unknown);
    expect(answers).toEqual([
      expect.objectContaining({ sub: 'alice', email: 'alice@example.com' }),
      expect.objectContaining({ success: true, revocation: 'confirmed' }),
      expect.objectContaining({ error: 'grant_revoked' }),
    ]);
  });

  it('as ten lines of Node: the answer, the revocation', async () => {
    expect(blockOf('The four calls', 'js').trim().split('\n')).toHaveLength(10);
    const output = await outputOf('js', process.execPath, 'four-calls.mjs');
    expect(output).toMatch(/^got: \{\s+sub: 'alice',/m);
    expect(output).toMatch(/^revoked: \{[^}]*revocation: 'confirmed'/m);
  });

  it('as the published Python SDK: the answer and the refusal', async (context) => {
    if (python === null) return context.skip(noPython);
    const output = await outputOf('python', python, 'four-calls.py');
    expect(output).toMatch(/^called: 200$/m);
    expect(output).toMatch(/^refused: The grant was revoked\./m);
  });
});
