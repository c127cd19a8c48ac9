/** The element in a real browser, with real keys and popups; the vault is a stand-in (see `stand-in/vault-server.ts`). */
import { sendKeys } from '@web/test-runner-commands';
import axe from 'axe-core';
import '../src/define.ts';
import type { AlterConnectElement } from '../src/alter-connect.ts';
import { completed, denied, testSession, until, type TestSession } from './stand-in/session.ts';

const equal = (seen: unknown, wanted: unknown): void => {
  const [a, b] = [JSON.stringify(seen), JSON.stringify(wanted)];
  if (a !== b) throw new Error(`${a} is not ${b}`);
};

let box: HTMLElement;
let session: TestSession;
const windows: Window[] = [];
const realOpen = window.open;

beforeEach(() => {
  sessionStorage.clear();
  session = testSession();
  box = document.body.appendChild(document.createElement('main'));
  window.open = (...args) => {
    const opened = realOpen.apply(window, args);
    if (opened) windows.push(opened);
    return opened;
  };
});
afterEach(() => {
  box.remove();
  window.open = realOpen;
  for (const each of windows.splice(0)) each.close();
});

async function connect(attributes = 'providers="acme:Acme"'): Promise<AlterConnectElement> {
  box.innerHTML = `<alter-connect flow="popup" session-url="${session.sessionUrl}" base-url="${session.baseURL}" ${attributes}></alter-connect>`;
  const element = box.querySelector('alter-connect') as AlterConnectElement;
  await element.updateComplete;
  return element;
}

const part = (element: AlterConnectElement, name: string): HTMLElement =>
  element.shadowRoot?.querySelector(`[part=${name}]`) as HTMLElement;
const said = (element: AlterConnectElement): string =>
  element.shadowRoot?.querySelector('[role=status]')?.textContent.trim() ?? '';
const saying = (element: AlterConnectElement, text: string) => until(text, () => said(element).includes(text));
const focused = (element: AlterConnectElement): string => element.shadowRoot?.activeElement?.textContent.trim() ?? '';
const event = (element: AlterConnectElement, name: string): Promise<CustomEvent<Record<string, unknown>>> =>
  new Promise((resolve) =>
    box.addEventListener(name, (each) => resolve(each as CustomEvent<Record<string, unknown>>), { once: true }),
  );

async function accessible(element: AlterConnectElement): Promise<void> {
  const { violations } = await axe.run(element);
  equal(
    violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]),
    [],
  );
}

const states: Record<string, () => Promise<AlterConnectElement>> = {
  idle: () => connect(),
  disabled: () => connect('disabled providers="acme:Acme"'),
  'open menu': async () => {
    const element = await connect('providers="acme:Acme, beta:Beta"');
    part(element, 'button').click();
    await until('the menu', () => element.shadowRoot?.querySelector(':popover-open'));
    return element;
  },
  waiting: async () => {
    const element = await connect();
    part(element, 'button').click();
    await saying(element, 'Finish in the popup');
    return element;
  },
  connected: () => connect('account="alice@example.com"'),
  failed: async () => {
    const element = await connect();
    await session.tell({ event: denied });
    part(element, 'button').click();
    await saying(element, 'You said no');
    return element;
  },
};

describe('accessibility', () => {
  for (const [name, make] of Object.entries(states)) {
    it(`axe finds nothing: ${name}`, async () => accessible(await make()));
  }

  it('hands the focus to the control that takes the place of the one pressed', async () => {
    const element = await connect();
    element.focus();
    equal(focused(element).includes('Connect Acme'), true);
    await sendKeys({ press: 'Enter' });
    await saying(element, 'Finish in the popup');
    await until('the focus', () => focused(element) === 'Show it again');
  });

  it('says each change in a live region', async () => {
    const element = await connect();
    await session.tell({ event: completed() });
    part(element, 'button').click();
    await saying(element, 'Connected: alice@example.com');
  });
});

describe('layout', () => {
  it('has the same height in every state', async () => {
    const heights: Record<string, number> = {};
    for (const [name, make] of Object.entries(states)) heights[name] = (await make()).offsetHeight;
    equal(new Set(Object.values(heights)).size, 1);
  });

  it('takes font and colour scheme of the page around it', async () => {
    box.style.cssText = 'font: 20px serif; color-scheme: dark';
    const element = await connect();
    const button = getComputedStyle(part(element, 'button'));
    equal([button.fontSize, button.fontFamily], ['20px', 'serif']);
    equal(getComputedStyle(part(element, 'control')).color, 'rgb(236, 238, 242)');
  });
});

describe('the menu', () => {
  const menu = () => connect('providers="acme:Acme, beta:Beta, bravo:Bravo"');
  const press = async (...keys: string[]) => {
    for (const key of keys) await sendKeys({ press: key });
  };

  for (const [keys, item] of [
    [['ArrowDown'], 'AcAcme'],
    [['ArrowUp'], 'BrBravo'],
    [['Enter', 'ArrowDown'], 'BeBeta'],
    [['Enter', 'ArrowUp'], 'BrBravo'],
    [['Enter', 'End'], 'BrBravo'],
    [['Enter', 'End', 'Home'], 'AcAcme'],
    [['Enter', 'b'], 'BeBeta'],
    [['Enter', 'b', 'b'], 'BrBravo'],
    [['Enter', 'b', 'r'], 'BrBravo'],
  ] as const) {
    it(`moves to ${item.slice(2)} by ${keys.join(', ')}`, async () => {
      const element = await menu();
      element.focus();
      await press(...keys);
      await until('the focus', () => focused(element) === item);
    });
  }

  it('closes by Escape and gives the focus back to the button', async () => {
    const element = await menu();
    element.focus();
    await press('Enter');
    await until('the menu', () => focused(element) === 'AcAcme');
    await press('Escape');
    await until('the button', () => focused(element).includes('Connect an account'));
    equal(part(element, 'button').getAttribute('aria-expanded'), 'false');
  });

  it('asks for the chosen provider only', async () => {
    const element = await menu();
    element.focus();
    await press('Enter', 'End', 'Enter');
    await saying(element, 'Finish in the popup');
    equal((await session.read()).log[0], 'session {"providers":["bravo"]}');
  });

  it('is not shown for a session that was handed in: its own page asks', async () => {
    const element = await connect(`session-token="${session.token}" providers="acme:Acme, beta:Beta"`);
    equal(part(element, 'menu'), null);
  });

  it('is placed by floating-ui where the browser has no anchor positioning', async () => {
    const real = CSS.supports;
    CSS.supports = () => false;
    try {
      const element = await menu();
      part(element, 'button').click();
      const list = part(element, 'menu');
      await until('a place', () => list.style.top !== '');
      const [button, below] = [part(element, 'button').getBoundingClientRect(), list.getBoundingClientRect()];
      equal([Math.round(below.left), below.top >= button.bottom], [Math.round(button.left), true]);
    } finally {
      CSS.supports = real;
    }
  });

  it('is placed by the style sheet below its button, at its start', async () => {
    const element = await menu();
    part(element, 'button').click();
    await until('the menu', () => element.shadowRoot?.querySelector(':popover-open'));
    const [button, below] = [
      part(element, 'control').getBoundingClientRect(),
      part(element, 'menu').getBoundingClientRect(),
    ];
    equal([Math.abs(below.left - button.left) <= 1, below.top >= button.bottom - 1], [true, true]);
  });
});

describe('events', () => {
  it('`alter-success` bubbles out of shadow roots with the grants', async () => {
    const element = await connect();
    await session.tell({ event: completed() });
    const success = event(element, 'alter-success');
    part(element, 'button').click();
    const { detail, composed } = await success;
    equal(composed, true);
    equal((detail['grants'] as { account_identifier: string }[])[0]?.account_identifier, 'alice@example.com');
    equal(element.grants.length, 1);
  });

  it('`alter-error` carries code and message', async () => {
    const element = await connect();
    await session.tell({ event: denied });
    const failure = event(element, 'alter-error');
    part(element, 'button').click();
    equal((await failure).detail, { code: 'access_denied', message: 'Access was not allowed.' });
  });

  it('`alter-exit` returns to the button', async () => {
    const element = await connect();
    await session.tell({ page: 'closes' });
    const exit = event(element, 'alter-exit');
    part(element, 'button').click();
    await exit;
    await until('the button', () => said(element) === '');
  });

  it('`alter-manage` can be cancelled, and then opens nothing', async () => {
    const element = await connect('account="alice@example.com"');
    element.addEventListener('alter-manage', (each) => each.preventDefault());
    part(element, 'action').click();
    await element.updateComplete;
    equal([said(element), windows.length], ['Connected: alice@example.com', 0]);
  });
});

describe('a blocked popup', () => {
  it('is said, with a button for the full-page way', async () => {
    const element = await connect();
    window.open = () => null;
    part(element, 'button').click();
    await saying(element, 'Popup blocked');
    equal(part(element, 'action').textContent, 'Continue on this page');
  });
});

describe('Show it again', () => {
  it('opens the same session again when the window is gone, without a second session', async () => {
    const element = await connect();
    part(element, 'button').click();
    await until('the page', async () => (await session.read()).log.includes('opened'));
    windows[0]?.close();
    await until('it to be closed', () => windows[0]?.closed);
    part(element, 'action').click();
    await until(
      'the page again',
      async () => (await session.read()).log.filter((line) => line === 'opened').length === 2,
    );
    equal((await session.read()).log.filter((line) => line.startsWith('session')).length, 1);
  });
});

describe('in the page', () => {
  it('keeps properties that were set before it was defined', async () => {
    const early = document.createElement('alter-early') as unknown as AlterConnectElement;
    early.label = 'Begin';
    box.append(early);
    customElements.define(
      'alter-early',
      class extends (customElements.get('alter-connect') as typeof AlterConnectElement) {},
    );
    await early.updateComplete;
    equal(part(early, 'label').textContent.trim(), 'Begin');
  });

  it('a second copy of the script leaves the first one in place', async () => {
    const first = customElements.get('alter-connect');
    await import(`${new URL('../src/define.ts', import.meta.url).href}?second`);
    equal(customElements.get('alter-connect') === first, true);
  });

  it('keeps its window when it is moved', async () => {
    const element = await connect();
    part(element, 'button').click();
    await saying(element, 'Finish in the popup');
    box.prepend(element);
    await new Promise((resolve) => setTimeout(resolve, 50));
    equal([said(element), windows[0]?.closed], ['Finish in the popup', false]);
  });

  it('closes its window when it is taken away', async () => {
    const element = await connect();
    part(element, 'button').click();
    await saying(element, 'Finish in the popup');
    element.remove();
    await until('the window to close', () => windows[0]?.closed);
  });

  for (const [lang, words] of [
    ['de', 'Acme verbinden'],
    ['es', 'Conectar Acme'],
    ['fr', 'Connecter Acme'],
    ['ja', 'Acme を接続'],
  ] as const) {
    it(`speaks ${lang} where the page does`, async () => {
      const element = await connect(`lang="${lang}" providers="acme:Acme"`);
      await until(words, () => part(element, 'label').textContent.includes(words));
    });
  }

  it('breaks no rule of a strict Content-Security-Policy', async () => {
    const frame = document.createElement('iframe');
    frame.src = new URL('./strict.html', import.meta.url).href;
    box.append(frame);
    const violations = () => Reflect.get(frame.contentWindow ?? {}, 'violations') as unknown;
    await until('the element', () =>
      frame.contentDocument?.querySelector('alter-connect')?.shadowRoot?.querySelector('button'),
    );
    frame.contentDocument?.querySelector('alter-connect')?.shadowRoot?.querySelector('button')?.click();
    await until('the menu', () =>
      frame.contentDocument?.querySelector('alter-connect')?.shadowRoot?.querySelector(':popover-open'),
    );
    equal(violations(), []);
  });
});
