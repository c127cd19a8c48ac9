/** Every state of the page, looked at with axe-core in both schemes. The server's API is a stub (see `stage.ts`). */
import { emulateMedia, setViewport } from '@web/test-runner-commands';
import { accessible, deep, equal, focused, ok, until } from '../../ui/test/in-browser.ts';
import { everyState } from './fixtures.ts';
import { clearStage, control, shown, stage, words } from './stage.ts';

const expected: Record<string, Parameters<typeof shown>[1]> = {
  confirm: 'confirm',
  'confirm-unnamed-agent': 'confirm',
  'confirm-label': 'confirm',
  'confirm-no-scopes': 'confirm',
  'confirm-more': 'confirm',
  'confirm-again': 'confirm',
  code: 'code',
  'code-bare': 'code',
  'failed-account': 'failed',
  picker: 'pick',
  'picker-connected': 'pick',
  'picker-search': 'pick',
  'picker-groups': 'pick',
  connected: 'connected',
  'connected-many': 'connected',
  declined: 'declined',
  'declined-several': 'declined',
  failed: 'failed',
  'failed-final': 'failed',
  cancelled: 'over',
  expired: 'problem',
};

const settled = async () => {
  await Promise.all(document.getAnimations().map((animation) => animation.finished));
};

afterEach(clearStage);

for (const [name, view] of Object.entries(everyState)) {
  describe(`the page at “${name}”`, () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      it(`has no accessibility violation, ${colorScheme}`, async () => {
        await emulateMedia({ colorScheme, reducedMotion: 'reduce' });
        const { page } = await stage({ view });
        await shown(page, expected[name] ?? 'problem');
        for (const details of deep<HTMLDetailsElement>(page.renderRoot, 'details')) details.open = true;
        await settled();
        await accessible(page);
      });
    }

    it('puts the focus on its heading and names the window after it', async () => {
      const { page } = await stage({ view });
      await shown(page, expected[name] ?? 'problem');
      await page.updateComplete;
      equal(focused()?.localName, 'h1');
      ok(document.title === `${focused()?.textContent.trim()} · Alter`, `the title is ${document.title}`);
    });

    it('has targets of 44 pixels or more and fits 320 pixels', async () => {
      await setViewport({ width: 320, height: 640 });
      const { page } = await stage({ view });
      await shown(page, expected[name] ?? 'problem');
      for (const target of deep(page.renderRoot, 'button, a, summary, select, input')) {
        // The field's box is the target of what is typed into.
        const { width, height } = (target.closest('.box') ?? target).getBoundingClientRect();
        ok(height >= 44 && width >= 44, `${target.outerHTML.slice(0, 80)} is ${width} × ${height}`);
      }
      ok(document.documentElement.scrollWidth <= 320, 'nothing scrolls sideways');
      await setViewport({ width: 800, height: 600 });
    });
  });
}

describe('the page while it loads', () => {
  it('shows the shape of what comes and says that it is busy, with no accessibility violation', async () => {
    const { page } = await stage({ view: 'never' });
    const view = await shown(page, 'loading');
    equal(view.ariaBusy, 'true');
    await accessible(page);
  });
});

describe('what the page says', () => {
  it('names the app, its user, the agent and the scopes, the risky one first and marked', async () => {
    const { page } = await stage({ view: everyState['confirm'] ?? 'never' });
    const text = words(await shown(page, 'confirm'));
    ok(text.includes('Connect Google to Acme'), text);
    ok(text.includes('Signed in to Acme as alice@example.com'), text);
    const first = deep(page.renderRoot, '.scopes li')[0]?.textContent.replace(/\s+/g, ' ').trim();
    equal(first, 'send mail as you Wide access');
    ok(!text.includes('The agent'), text);
  });

  it('says that the app did not say whose account this is, and names the agent', async () => {
    const { page } = await stage({ view: everyState['confirm-unnamed-agent'] ?? 'never' });
    const text = words(await shown(page, 'confirm'));
    ok(text.includes('Acme did not say whose account this is.'), text);
    ok(text.includes('Nightly report, an agent of Acme'), text);
  });

  it('keeps the raw scopes one disclosure away', async () => {
    const { page } = await stage({ view: everyState['confirm'] ?? 'never' });
    await shown(page, 'confirm');
    const code = deep(page.renderRoot, '.raw code')[1];
    ok(code && !code.checkVisibility(), 'closed at first');
    control(page, 'Exact permissions').click();
    ok(code.checkVisibility(), 'open after a click');
    equal(code.textContent, 'https://www.googleapis.com/auth/calendar.readonly');
  });

  it('mirrors itself in a page that is read from right to left', async () => {
    document.documentElement.dir = 'rtl';
    const { page } = await stage({ view: everyState['picker'] ?? 'never' });
    await shown(page, 'pick');
    const [app, secured] = ['.app', '.secured'].map(
      (part) => deep(page.renderRoot, part)[0]?.getBoundingClientRect().left,
    );
    ok(Number(app) > Number(secured), 'the app stands on the right');
    await accessible(page);
  });

  it('speaks another language when it is chosen, and keeps the choice for the way back', async () => {
    const { page } = await stage({ view: everyState['confirm'] ?? 'never' });
    const view = await shown(page, 'confirm');
    const menu = control(page, 'Language') as HTMLSelectElement;
    menu.value = 'de';
    menu.dispatchEvent(new Event('change'));
    await until(() => words(view).includes('Google mit Acme verbinden'), 'German words');
    equal(document.documentElement.lang, 'de');
    await accessible(page);
    menu.value = 'en';
    menu.dispatchEvent(new Event('change'));
    await until(() => words(view).includes('Connect Google to Acme'), 'English words');
  });

  it('corrects the app’s accent until it reads', async () => {
    const view = everyState['confirm'];
    ok(view, 'the state exists');
    await emulateMedia({ colorScheme: 'light' });
    const { page } = await stage({ view: { ...view, app: { ...view.app, accent: '#ffe600' } } });
    await shown(page, 'confirm');
    await accessible(page);
    ok(getComputedStyle(control(page, 'Connect Google')).backgroundColor !== 'rgb(35, 70, 216)', 'it is the app’s own');
  });

  it('ignores an accent that is no colour', async () => {
    const view = everyState['confirm'];
    ok(view, 'the state exists');
    await emulateMedia({ colorScheme: 'light' });
    const { page } = await stage({ view: { ...view, app: { ...view.app, accent: 'red;}*{display:none' } } });
    await shown(page, 'confirm');
    equal(getComputedStyle(control(page, 'Connect Google')).backgroundColor, 'rgb(35, 70, 216)');
  });

  it('asks for the app’s logo without telling where it is asked from, and shows the initial until it is there', async () => {
    const view = everyState['confirm'];
    ok(view, 'the state exists');
    const { page } = await stage({ view: { ...view, app: { ...view.app, logo_url: '/no-such-logo.png' } } });
    await shown(page, 'confirm');
    const logo = deep<HTMLImageElement>(page.renderRoot, '.mark img')[0];
    equal(logo?.referrerPolicy, 'no-referrer');
    ok(deep(page.renderRoot, '.mark > span')[0]?.checkVisibility(), 'the initial is shown');
  });
});

describe('the picker', () => {
  it('has no search field for seven providers, one from eight on, and groups from sixteen on', async () => {
    const found: [number, number][] = [];
    const all = everyState['picker-groups'];
    ok(all, 'the state exists');
    for (const count of [7, 8, 15, 16]) {
      const { page } = await stage({ view: { ...all, providers: all.providers.slice(0, count) } });
      await shown(page, 'pick');
      found.push([deep(page.renderRoot, 'input').length, deep(page.renderRoot, 'h2.group').length]);
      clearStage();
    }
    equal(
      found.map(([search]) => search),
      [0, 1, 1, 1],
    );
    equal(
      found.map(([, groups]) => groups > 0),
      [false, false, false, true],
    );
  });

  it('finds by name, tells how many, and says so when there is none', async () => {
    const { page } = await stage({ view: everyState['picker-groups'] ?? 'never' });
    const view = await shown(page, 'pick');
    const type = async (text: string) => {
      const field = control(page, 'Search services') as HTMLInputElement;
      field.value = text;
      field.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await (view as unknown as { updateComplete: Promise<boolean> }).updateComplete;
    };
    await type('git');
    equal(
      deep(page.renderRoot, '.provider').map((name) => name.textContent),
      ['GitHub', 'GitLab'],
    );
    equal(deep(page.renderRoot, '[role=status]')[0]?.textContent, '2 services');
    await type('zz');
    ok(words(view).includes('No service matches “zz”.'), words(view));
  });
});
