import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type axe from 'axe-core';
import { samplePdf } from '../support/sample-documents.ts';
import { openOffice } from './support/office.ts';
import type { App, Office } from './support/office.ts';

let office: Office;
let app: App;
const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

beforeAll(async () => {
  office = await openOffice();
  app = await office.open();
  await app.says('Tout est classé');
  await office.scan('Dupont Jean (00001)/Contrats/contrat.pdf', await samplePdf('Contrat'));
  await office.scan('Inconnu/RIB/a.pdf', await samplePdf('Inconnu'));
  await office.scan('Dupont Jean (00001)/RIB/vide.pdf', '');
  await app.says('2 questions');
  await app.page.evaluate(source);
});
afterAll(() => office.close());

const findings = (): Promise<readonly string[]> =>
  app.page.evaluate(async () => {
    const { axe: judge } = window as unknown as { axe: typeof axe };
    const { violations } = await judge.run(document, { resultTypes: ['violations'] });
    return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`));
  });

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
    expect(await findings(), 'today').toEqual([]);
    for (const act of ['attention', 'settings'] as const) {
      await app.act(act);
      await page.waitForTimeout(100);
      expect(await findings(), act).toEqual([]);
    }
    await page.keyboard.press('Control+f');
    await page.locator('.virtual .row__who').first().waitFor();
    expect(await findings(), 'history').toEqual([]);
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      'scrolls sideways',
    ).toBeLessThanOrEqual(0);
    await screen.send('Emulation.clearDeviceMetricsOverride');
    await screen.detach();
  });
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
