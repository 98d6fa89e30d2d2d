import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samplePdf } from '../support/sample-documents.ts';
import { findings } from './support/axe.ts';
import { openOffice } from './support/office.ts';
import type { App, Office } from './support/office.ts';
import { overflowing } from './support/overflow.ts';

let office: Office;
let app: App;

beforeAll(async () => {
  office = await openOffice();
  app = await office.open();
  await app.says('Tout est classé');
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('Contrat'));
  await office.scan('Inconnu/RIB/a.pdf', await samplePdf('Inconnu'));
  await office.scan('Dupont Jean (00001)/RIB/vide.pdf', '');
  await app.says('2 questions');
});
afterAll(() => office.close());

/** By keyboard, as somebody would who uses nothing else. */
async function reach(name: RegExp): Promise<void> {
  const met: string[] = [];
  for (let step = 0; step < 60; step += 1) {
    await app.page.keyboard.press('Tab');
    const found = await app.page.evaluate(() => {
      const at = document.activeElement;
      return `${at?.getAttribute('title') ?? ''} ${at?.textContent ?? ''}`;
    });
    if (name.test(found)) return;
    met.push(found);
  }
  throw new Error(`Tab never reached ${String(name)}, but ${[...new Set(met)].join(' | ')}`);
}

describe.each(['light', 'dark'] as const)('in the %s theme', (theme) => {
  it.each([
    [960, 680],
    [720, 600],
    [400, 640],
    [320, 560],
  ])('axe finds nothing in any view, %i × %i, contrast included', async (width, height) => {
    const { page } = app;
    await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
    const screen = await page.context().newCDPSession(page);
    await screen.send('Emulation.setDeviceMetricsOverride', {
      width,
      height,
      deviceScaleFactor: 1,
      mobile: false,
    });
    await page.getByRole('link', { name: 'Aujourd’hui' }).click();
    await page.locator('.row__glyph--ok').first().waitFor();
    expect(await findings(app.page), 'today').toEqual([]);
    for (const act of ['attention', 'settings'] as const) {
      await app.act(act);
      await page.waitForTimeout(100);
      expect(await findings(app.page), act).toEqual([]);
    }
    await page.keyboard.press('Control+f');
    await page.locator('.virtual .row__who').first().waitFor();
    expect(await findings(app.page), 'history').toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      'scrolls sideways',
    ).toBeLessThanOrEqual(0);
    await screen.send('Emulation.clearDeviceMetricsOverride');
    await screen.detach();
  });
});

/** Each at its full width, at 200 % and in the narrowest window that must do. */
describe.each([
  [960, 680],
  [480, 340],
  [320, 560],
])('%i × %i', (width, height) => {
  it('axe finds nothing in any section of the settings, changed or not, nor on a document, light and dark', async () => {
    const { page } = app;
    const screen = await page.context().newCDPSession(page);
    const device = { width, height, deviceScaleFactor: 1, mobile: false };
    await screen.send('Emulation.setDeviceMetricsOverride', device);
    const judge = async (what: string): Promise<void> => {
      for (const theme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        await page.waitForFunction(() =>
          document.getAnimations().every(({ playState }) => playState !== 'running'),
        );
        expect(await findings(app.page), `${what}, ${theme}`).toEqual([]);
      }
      expect(await overflowing(page), what).toEqual([]);
    };
    try {
      await app.act('settings');
      await page.getByRole('heading', { name: 'Réglages' }).first().waitFor();
      // Where there is room for one pane alone, the sections stand below each other.
      const sections = page.locator('.subnav a');
      const names = await sections.allTextContents();
      if (width === 960) expect(names).toHaveLength(5);
      for (const [at, name] of names.entries()) {
        await sections.nth(at).click();
        await judge(name);
      }
      if (names.length === 0) await judge('settings');
      if (names.length > 0) await sections.nth(1).click();
      await page.locator('select:has(option[value="{employeeNumber}"])').selectOption({ index: 1 });
      await page.locator('.save .result').waitFor();
      await judge('settings, changed');
      await page.getByRole('button', { name: 'Annuler les changements' }).click();
      await page.locator('.save').waitFor({ state: 'detached' });

      await app.act('open');
      await page.getByRole('link', { name: 'Aujourd’hui' }).click();
      await page.locator('.row:has(.row__glyph--ok)').first().click();
      await page.getByRole('region', { name: 'Reçu' }).waitFor();
      await judge('a document');
    } finally {
      await screen.send('Emulation.clearDeviceMetricsOverride');
      await screen.detach();
      await page.emulateMedia({ colorScheme: null, reducedMotion: null });
    }
  });
});

it('shows where the focus is, and what is on, in the colours that a person forces', async () => {
  const { page } = app;
  await app.act('settings');
  await page.emulateMedia({ forcedColors: 'active' });
  expect(await findings(app.page)).toEqual([]);
  const unseen: string[] = [];
  for (let step = 0; step < 24; step += 1) {
    await page.keyboard.press('Tab');
    const lacking = await page.evaluate(() => {
      const at = document.activeElement;
      if (at === null || at === document.body) return null;
      // A field may wear its ring on the frame around it.
      for (let one: Element | null = at; one !== null && one !== document.body; one = one.parentElement) {
        const { outlineStyle, outlineWidth } = getComputedStyle(one);
        if (outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 1) return null;
        if (!one.matches('input, select, textarea, label')) break;
      }
      return at.outerHTML.slice(0, 120);
    });
    if (lacking !== null) unseen.push(lacking);
  }
  expect(unseen).toEqual([]);
  await page.getByRole('link', { name: 'Application', exact: true }).click();
  const colours = await page.getByRole('switch').evaluateAll((switches) =>
    switches.map((element) => ({
      on: element instanceof HTMLInputElement ? element.checked : element.ariaChecked === 'true',
      drawn: [element, ...element.querySelectorAll('*')].map((one) => {
        const { backgroundColor, borderColor } = getComputedStyle(one);
        const before = getComputedStyle(one, '::before');
        const after = getComputedStyle(one, '::after');
        return [backgroundColor, borderColor, before.backgroundColor, before.transform, before.left]
          .concat([after.backgroundColor, after.transform, after.left])
          .join(' ');
      }),
    })),
  );
  const drawnAs = (on: boolean) =>
    new Set(colours.filter((one) => one.on === on).map(({ drawn }) => drawn.join('|')));
  expect(colours.length).toBeGreaterThan(1);
  for (const drawn of drawnAs(true)) expect(drawnAs(false).has(drawn)).toBe(false);
  await page.emulateMedia({ forcedColors: null });
});

it('stands still for whoever wants no motion', async () => {
  const { page } = app;
  const longest = () =>
    page.evaluate(() =>
      Math.max(
        ...[...document.querySelectorAll('.btn, .row, .nav a')].flatMap((element) =>
          getComputedStyle(element)
            .transitionDuration.split(',')
            .map((text) => Number.parseFloat(text)),
        ),
      ),
    );
  await page.emulateMedia({ reducedMotion: 'no-preference' });
  expect(await longest()).toBeGreaterThan(0.05);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  expect(await longest()).toBeLessThan(0.02);
  await page.emulateMedia({ reducedMotion: null });
});

it('is used with the keyboard alone: to the questions, an answer, and back', async () => {
  const { page } = app;
  await page.emulateMedia({ colorScheme: null, reducedMotion: null });
  await app.act('open');
  await page.locator('body').click({ position: { x: 2, y: 2 } });
  await reach(/À regarder/);
  await page.keyboard.press('Enter');
  await page.locator('.card').waitFor();
  await reach(/Ce fichier est vide/);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'Ce fichier est vide' }).waitFor();
  await page.keyboard.press('2');
  await app.says('1 question');
  const focused = await page.evaluate(() => document.activeElement?.textContent);
  expect(focused).toContain('Qui est-ce');
});
