import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../src/commands.ts';
import { main, makeFolder, type Folder } from './cli.ts';

let folder: Folder;
beforeAll(() => {
  folder = makeFolder({ apps: { shop: { name: 'Acme Shop' }, mail: { name: 'Acme Mail' } } });
});
afterAll(() => folder.remove());

describe('help', () => {
  it('lists every command, with exit code 0, also without any argument', async () => {
    expect((await folder.alter([])).code).toBe(0);
    for (const args of [[], ['--help'], ['help']]) {
      const ran = await folder.words(args);
      expect(ran.code).toBe(0);
      for (const { path } of commands) expect(ran.stdout).toContain(`alter ${path.join(' ')} `);
    }
  });

  it.each(commands.map((command) => [command.path.join(' '), command] as const))(
    'of %s names every option',
    async (_, command) => {
      const ran = await folder.words([...command.path, '--help']);
      expect(ran.code).toBe(0);
      expect(ran.stdout).toContain(`Usage: alter ${command.path.join(' ')}`);
      for (const name of Object.keys(command.options)) expect(ran.stdout).toContain(`--${name}`);
    },
  );

  it('ends quietly when nobody reads it to the end, as under `| head`', async () => {
    const child = spawn(process.execPath, [main, '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
    child.stdout.destroy();
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stderr]).toEqual([0, '']);
  });

  it('of a group shows its commands', async () => {
    const ran = await folder.words(['keys']);
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('alter keys rotate');
    expect(ran.stdout).not.toContain('providers');
  });
});

describe('what cannot be understood ends with exit code 2 and one sentence', () => {
  it.each<[string[], RegExp]>([
    [['kyes'], /"kyes" is not a command\. Did you mean "keys"\?/],
    [['keys', 'revok', 'x'], /"keys revok" is not a command\. Did you mean "revoke"\?/],
    [
      ['keys', 'create', '--scpoe', 'grants:read'],
      /--scpoe is not an option of "alter keys create"\. Did you mean --scope\?/,
    ],
    [['keys', 'create', '--zzzzzz'], /--zzzzzz is not an option of "alter keys create"\.$/m],
    [['keys', 'create', '--app'], /--app needs a value: slug/],
    [['keys', 'create', '--signed-only=yes'], /--signed-only takes no value/],
    [['keys', 'create', '--app', 'shop', '--app', 'mail'], /--app is given twice/],
    [['keys', 'create'], /Which app\? Give --app with one of: shop, mail/],
    [['keys', 'create', '--app', 'shop', '--kind', 'pk'], /the kinds are rk \(app\) and ak \(agent\)/],
    [['keys', 'create', '--app', 'shop', '--expires', 'soon'], /for example 90d/],
    [['keys', 'create', '--app', 'shop', '--expires', '2027-01-31T12:00:00'], /write a time with zone/],
    [['keys', 'create', '--app', 'shop', '--scope', 'grants:raed'], /"grants:raed" is not a scope\. The scopes are/],
    [['keys', 'create', '--app', 'shop', '--cidr', '10.0.0.0/40'], /is not an address or CIDR range/],
    [['keys', 'revoke', '--app', 'shop'], /<id> is missing/],
    [['keys', 'revoke', 'a', 'b', '--app', 'shop'], /"b" is one argument too many/],
    [['providers', 'add', '--client-id', 'x'], /--provider id is required/],
    [
      ['providers', 'add', '--app', 'shop', '--provider', 'github', '--client-id', 'x'],
      /exactly one of --client-secret-stdin/,
    ],
    [['providers', 'add', '--provider', 'github', '--client-id', 'x', '--var', 'host'], /--var host: write name=value/],
    [
      ['providers', 'add', '--provider', 'own', '--client-id', 'x', '--issuer', 'https://a'],
      /--issuer needs --name and at least one --host/,
    ],
  ])('%j', async (args, words) => {
    const ran = await folder.words(args);
    expect(ran.stderr).toMatch(words);
    expect(ran.code).toBe(2);
    expect(ran.stdout).toBe('');
  });

  it('and that is the exit code of the process', async () => {
    const ran = await folder.alter(['keys', 'create', '--aap', 'x']);
    expect(ran).toEqual({
      code: 2,
      stdout: '',
      stderr: 'alter: --aap is not an option of "alter keys create". Did you mean --app?\n',
    });
  });

  it('a secret on the command line is refused without being repeated', async () => {
    const ran = await folder.words(['providers', 'add', '--client-secret=hush-hush']);
    expect(ran.code).toBe(2);
    expect(ran.stderr).toMatch(/--client-secret is not an option/);
    expect(ran.stderr).not.toContain('hush');
  });
});

describe('what cannot be done ends with exit code 1', () => {
  it('an unknown app names the apps there are', async () => {
    const ran = await folder.alter(['keys', 'list', '--app', 'shpo']);
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/no app "shpo"\. The apps are: shop, mail/);
  });

  it('mistakes in the settings are reported all at once', async () => {
    const ran = await folder.alter(['config'], { env: { ALTER_PORT: 'many', ALTER_TRUSTED_PROXIES: '-1' } });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toContain('ALTER_PORT');
    expect(ran.stderr).toContain('ALTER_TRUSTED_PROXIES');
  });

  it('without a file of apps it says where one is looked for', async () => {
    const empty = makeFolder({ apps: {} });
    const ran = await empty.alter(['keys', 'create']);
    empty.remove();
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/There is no app\. Declare one in .*alter\.config\.json/);
  });
});

describe('alter config', () => {
  it('prints what takes effect, and never an encryption key', async () => {
    const key = Buffer.alloc(32, 7).toString('base64');
    const env = { ALTER_ENCRYPTION_KEYS: `k1:${key}`, ALTER_PORT: '4567' };
    const ran = await folder.alter(['config'], { env });
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/ALTER_PORT +4567 +set/);
    expect(ran.stdout).toMatch(/ALTER_PUBLIC_URL +http:\/\/localhost:4567 +default/);
    expect(ran.stdout).toMatch(/ALTER_ENCRYPTION_KEYS +<redacted> +set/);
    expect(ran.stdout).not.toContain(key);
    const json = JSON.parse((await folder.alter(['config', '--json'], { env })).stdout) as {
      name: string;
      value: string;
    }[];
    expect(json.find(({ name }) => name === 'ALTER_LIMIT_JSON_BODY')?.value).toBe('262144');
    expect(JSON.stringify(json)).not.toContain(key);
  });
});
