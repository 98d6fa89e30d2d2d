/**
 * Pictures of every screen and state, light and dark, French and English, wide and narrow, into screenshots/; and what
 * sticks out of them sideways, which ends with 1.
 *
 * `states/`: the real shell and the real window around an agent that plays scenes, since a real one passes through most
 * states too quickly. `live/`: the packed app itself, at work against the emulator, with its tray on a desktop; and the
 * panel of that desktop in each state of the icon. Then the contact sheets, `sheet-*.png`, of all that lies there.
 * Run by scripts/screenshots.mjs; arguments choose by name: `node scripts/screenshots.mjs attention live`. `--language
 * de` (or several, `de,it`) takes that one instead; `--language long` plays texts that are 40 % longer than English.
 * Any other than French and English is looked at in each state at its own width, wide, and 320 px wide.
 */
import { execFileSync } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { samplePdf } from '../support/sample-documents.ts';
import type { SceneName } from '../support/scenes.ts';
import { wordsIn } from '../support/words.ts';
import { isLanguage } from '../../main/shared/languages.ts';
import type { Language } from '../../main/shared/languages.ts';
import type { MessageKey } from '../../main/shared/messages/format.ts';
import { everyRight } from '../lucca/index.ts';
import { keepForTheGuides } from './pictures/guides.ts';
import { makeContactSheets } from './pictures/contact-sheet.ts';
import { playTray } from './pictures/tray.ts';
import { buildFakeApp, openFakeShell } from './support/fake-shell.ts';
import { openOffice } from './support/office.ts';
import type { Office } from './support/office.ts';
import { overflowing } from './support/overflow.ts';

interface Shot {
  readonly name: string;
  readonly scene: SceneName;
  readonly view?: 'today' | 'attention' | 'history' | 'settings';
  readonly id?: string;
  readonly width?: 'wide' | 'narrow' | 'folded' | 'tiny';
  /** What is done before the picture. */
  readonly first?: (page: Page) => Promise<unknown>;
}

const sizes = {
  wide: { width: 960, height: 680 },
  folded: { width: 720, height: 600 },
  narrow: { width: 400, height: 640 },
  tiny: { width: 320, height: 560 },
  setup: { width: 760, height: 620 },
} as const;

const questions: readonly string[] = [
  'employee-unknown',
  'employee-left',
  'no-route',
  'changed-after-filing',
  'differs',
  'duplicate-elsewhere',
  'maybe-filed',
  'incomplete',
  'type-refused',
  'too-large',
  'empty',
  'unreadable',
  'field-unknown',
  'not-permitted',
  'rejected',
  'rows-lost',
];

const pick = (page: Page) => page.keyboard.press('1');
const section = (index: number) => (page: Page) => page.locator('.subnav a').nth(index).click();
const search = async (page: Page): Promise<void> => {
  await page.getByRole('searchbox').fill('rouss');
  await page.locator('mark').first().waitFor();
};

/** A change whose effect on the tree shows before it is saved. */
const otherNames = async (page: Page): Promise<void> => {
  if ((await page.locator('.subnav').count()) > 0) await section(1)(page);
  await page.locator('select:has(option[value="{employeeNumber}"])').selectOption({ index: 1 });
  await page.locator('.save .result').waitFor();
  await page.waitForTimeout(150);
};
const wrongAddress = async (page: Page): Promise<void> => {
  await page.locator('.set__row--wide input').first().fill('https://exemple.com');
  await page.locator('.set__wrong').waitFor();
};
/** The newer generation, and what only it asks for. */
const newerGeneration = async (page: Page): Promise<void> => {
  await page.getByRole('combobox').first().selectOption('2024-11-01');
  await page.getByRole('switch').first().scrollIntoViewIfNeeded();
};
/** A change, and a page that comes after it. */
const begunAgain = async (page: Page): Promise<void> => {
  await section(3)(page);
  await page.getByRole('switch').last().click();
  await page.locator('.save').waitFor();
  await page.reload();
  await page.waitForSelector('.window');
  await page.locator('.nav a').last().click();
  await section(3)(page);
  await page.locator('.notice').waitFor();
};
const openKind = async (page: Page): Promise<void> => {
  await section(2)(page);
  await page.locator('.match [aria-expanded]').first().click();
  await page.locator('.match__deep').waitFor();
};
/** Until the first page has been drawn, and has faded in. */
const firstPage = async (page: Page): Promise<void> => {
  await page.locator('.firstpage__more').waitFor();
  await page.waitForTimeout(300);
};

const shots: readonly Shot[] = [
  { name: 'today-working', scene: 'working', id: 'd_uploading' },
  { name: 'today-working-folded', scene: 'working', id: 'd_uploading', width: 'folded' },
  { name: 'today-working-narrow', scene: 'working', width: 'narrow' },
  { name: 'today-working-tiny', scene: 'working', width: 'tiny' },
  ...(
    [
      'filed',
      'first',
      'throttled',
      'offline',
      'paused',
      'signed-out',
      'key-missing',
      'keychain-locked',
      'standing-by',
      'starting',
      'root-missing',
      'root-empty',
      'ledger-unwritable',
      'folder-unreadable',
      'watcher-down',
    ] as const
  ).flatMap((scene): readonly Shot[] => [
    { name: `today-${scene}`, scene },
    { name: `today-${scene}-narrow`, scene, width: 'narrow' },
  ]),
  ...(['former-name', 'former-names', 'routes-faulty'] as const).flatMap((scene): readonly Shot[] => [
    { name: `today-${scene}`, scene },
    { name: `today-${scene}-tiny`, scene, width: 'tiny' },
  ]),
  { name: 'key-form', scene: 'signed-out', first: (page) => page.locator('.empty .btn--primary').click() },
  { name: 'pause-menu', scene: 'filed', first: (page) => page.locator('[aria-haspopup=menu]').click() },
  {
    name: 'document-narrow',
    scene: 'filed',
    view: 'today',
    id: 'd_filed_2',
    width: 'narrow',
    first: firstPage,
  },
  { name: 'document-scan', scene: 'filed', view: 'today', id: 'd_filed_2', first: firstPage },
  { name: 'document-picture', scene: 'filed', view: 'today', id: 'd_filed_5', first: firstPage },
  { name: 'document-unpictured', scene: 'all-questions', view: 'today', id: 'd_type' },
  { name: 'document-tiny', scene: 'filed', view: 'today', id: 'd_filed_2', width: 'tiny', first: firstPage },
  {
    name: 'document-folded',
    scene: 'filed',
    view: 'today',
    id: 'd_filed_2',
    width: 'folded',
    first: firstPage,
  },
  {
    name: 'document-large',
    scene: 'filed',
    view: 'today',
    id: 'd_filed_2',
    first: async (page) => {
      await firstPage(page);
      await page.locator('.firstpage__more').click();
      await page.locator('.enlarged .firstpage__pages').filter({ hasText: /1/ }).waitFor();
      await page.waitForTimeout(300);
    },
  },
  { name: 'attention-who', scene: 'attention', view: 'attention', first: pick },
  { name: 'attention-who-narrow', scene: 'attention', view: 'attention', width: 'narrow', first: pick },
  { name: 'attention-who-tiny', scene: 'attention', view: 'attention', width: 'tiny', first: pick },
  { name: 'attention-filled', scene: 'attention', view: 'attention', id: 'q_field-filled' },
  {
    name: 'attention-filled-narrow',
    scene: 'attention',
    view: 'attention',
    id: 'q_field-filled',
    width: 'narrow',
  },
  { name: 'attention-aside', scene: 'attention', view: 'attention', id: 'd_ignored_2' },
  { name: 'attention-aside-tiny', scene: 'attention', view: 'attention', id: 'd_ignored_2', width: 'tiny' },
  { name: 'attention-rivals', scene: 'rivals', view: 'attention' },
  { name: 'attention-none', scene: 'filed', view: 'attention' },
  ...questions.map((reason): Shot => ({
    name: `attention-${reason}`,
    scene: 'all-questions',
    view: 'attention',
    id: `q_${reason}`,
  })),
  { name: 'history', scene: 'filed', view: 'history' },
  { name: 'history-search', scene: 'filed', view: 'history', first: search },
  { name: 'history-narrow', scene: 'filed', view: 'history', width: 'narrow' },
  { name: 'history-empty', scene: 'first', view: 'history' },
  { name: 'settings-connection', scene: 'filed', view: 'settings' },
  { name: 'settings-newer', scene: 'filed', view: 'settings', first: newerGeneration },
  { name: 'settings-newer-tiny', scene: 'filed', view: 'settings', width: 'tiny', first: newerGeneration },
  { name: 'settings-folder', scene: 'filed', view: 'settings', first: section(1) },
  { name: 'settings-kinds', scene: 'filed', view: 'settings', first: section(2) },
  { name: 'settings-application', scene: 'filed', view: 'settings', first: section(3) },
  { name: 'settings-about', scene: 'filed', view: 'settings', first: section(4) },
  { name: 'settings-narrow', scene: 'filed', view: 'settings', width: 'narrow' },
  { name: 'settings-tiny', scene: 'filed', view: 'settings', width: 'tiny' },
  { name: 'settings-changed', scene: 'filed', view: 'settings', first: otherNames },
  { name: 'settings-changed-narrow', scene: 'filed', view: 'settings', width: 'narrow', first: otherNames },
  { name: 'settings-changed-tiny', scene: 'filed', view: 'settings', width: 'tiny', first: otherNames },
  { name: 'settings-wrong', scene: 'filed', view: 'settings', first: wrongAddress },
  { name: 'settings-begun', scene: 'filed', view: 'settings', first: begunAgain },
  { name: 'settings-kind-open', scene: 'filed', view: 'settings', first: openKind },
];

const out = resolve('screenshots');
const { positionals: wanted, values: options } = parseArgs({
  allowPositionals: true,
  options: { language: { type: 'string', default: 'fr,en' } },
});
/** `long` speaks through the English of a window built for it. */
type Played = Language | 'long';
const isPlayed = (text: string): text is Played => text === 'long' || isLanguage(text);
const played: readonly Played[] = options.language.split(',').map((text) => {
  if (isPlayed(text)) return text;
  throw new Error(`No such language: ${text}`);
});
const spokenBy = (language: Played): Language => (language === 'long' ? 'en' : language);
const isFirst = (language: Played): boolean => language === 'fr' || language === 'en';
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.some((part) => name.includes(part));

/** What stuck out, and where. */
const outside: string[] = [];
async function lookAt(page: Page, where: string): Promise<void> {
  outside.push(...(await overflowing(page)).map((what) => `${where}: ${what}`));
}

async function playStates(): Promise<void> {
  const chosen = shots.filter(({ name }) => isWanted(name));
  for (const language of played) {
    const folder = await buildFakeApp(language === 'long');
    const { electron, page, play, close } = await openFakeShell(folder, { language: spokenBy(language) });
    const screen = await page.context().newCDPSession(page);
    for (const shot of chosen) {
      const { width, height } = sizes[shot.width ?? 'wide'];
      await screen.send('Emulation.setDeviceMetricsOverride', {
        width,
        height,
        deviceScaleFactor: 2,
        mobile: false,
      });
      // While documents are made there, the answer may be lost to a garbage collection: it is asked again.
      await play(shot.scene).catch(() => play(shot.scene));
      await page.reload();
      await page.waitForSelector('.window');
      await electron.evaluate(
        ({ BrowserWindow }, place) => {
          BrowserWindow.getAllWindows()[0]?.webContents.send('classeur:event', 'navigate', place);
        },
        { view: shot.view ?? 'today', id: shot.id ?? null },
      );
      await page.waitForTimeout(150);
      if (shot.view === 'history' && shot.scene !== 'first')
        await page.locator('.virtual .row__who').first().waitFor();
      // The focus that an arrival takes along is not part of the picture.
      await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
      await page.mouse.move(1, 1);
      await shot.first?.(page);
      await lookAt(page, `${language} ${shot.name}`);
      for (const theme of isFirst(language) ? (['light', 'dark'] as const) : (['light'] as const)) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        const file = join(out, 'states', `${language}-${theme}`, `${shot.name}.png`);
        await page.screenshot({ path: file, animations: 'disabled' });
      }
      if (!isFirst(language))
        for (const size of ['wide', 'tiny'] as const) {
          await screen.send('Emulation.setDeviceMetricsOverride', {
            ...sizes[size],
            deviceScaleFactor: 2,
            mobile: false,
          });
          await page.waitForTimeout(100);
          await lookAt(page, `${language} ${shot.name}, ${String(sizes[size].width)} px`);
        }
    }
    await close();
    if (isWanted('unset')) await playAlone(folder, language, 'unset', ['--unset']);
    if (isWanted('policed')) await playPoliced(folder, language);
    // The real first run takes its pictures in French and English; here its steps are played.
    if (isWanted('setup') && !isFirst(language))
      for (const step of ['connect', 'folder', 'kinds', 'preview', 'start'])
        await playAlone(folder, language, `setup-${step}`, [`--setup=${step}`]);
  }
}

/** What an organisation has set: each section of the settings, and each step of the first run that it answers. */
async function playPoliced(folder: string, language: Played): Promise<void> {
  const { electron, page, play, close } = await openFakeShell(folder, {
    language: spokenBy(language),
    args: ['--policed'],
  });
  await play('filed').catch(() => play('filed'));
  const screen = await page.context().newCDPSession(page);
  const themes = isFirst(language) ? (['light', 'dark'] as const) : (['light'] as const);
  for (const name of ['connection', 'folder', 'kinds', 'app'])
    // Where it is narrow all sections are one page.
    for (const size of name === 'connection' ? (['wide', 'tiny'] as const) : (['wide'] as const)) {
      const device = { ...sizes[size], deviceScaleFactor: 2, mobile: false };
      await screen.send('Emulation.setDeviceMetricsOverride', device);
      await electron.evaluate(({ BrowserWindow }, id) => {
        BrowserWindow.getAllWindows()[0]?.webContents.send('classeur:event', 'navigate', {
          view: 'settings',
          id,
        });
      }, name);
      await page.locator('.lock, .note').first().waitFor();
      await page.waitForTimeout(150);
      await lookAt(page, `${language} policed-${name}, ${String(sizes[size].width)} px`);
      for (const theme of themes) {
        await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
        const file = `policed-${name}${size === 'wide' ? '' : `-${size}`}.png`;
        await page.screenshot({ path: join(out, 'states', `${language}-${theme}`, file) });
      }
    }
  await close();
  for (const step of ['connect', 'folder', 'kinds', 'start'])
    await playAlone(folder, language, `policed-setup-${step}`, [`--setup=${step}`, '--policed']);
}

/** A page that no scene leads to: the app begins on it. */
async function playAlone(
  folder: string,
  language: Played,
  name: string,
  args: readonly string[],
): Promise<void> {
  const { page, close } = await openFakeShell(folder, { language: spokenBy(language), args });
  const screen = await page.context().newCDPSession(page);
  await page.locator('h1').first().waitFor();
  await page.mouse.move(1, 1);
  await page.waitForTimeout(300);
  await page.screenshot({ path: join(out, 'states', `${language}-light`, `${name}.png`) });
  for (const size of ['setup', 'tiny'] as const) {
    const device = { ...sizes[size], deviceScaleFactor: 2, mobile: false };
    await screen.send('Emulation.setDeviceMetricsOverride', device);
    await page.waitForTimeout(100);
    await lookAt(page, `${language} ${name}, ${String(sizes[size].width)} px`);
  }
  await close();
}

/** The packed app on a desktop: what a person really sees, tray included. */
async function playLive(): Promise<void> {
  const office = await openOffice();
  await mkdir(join(out, 'live'), { recursive: true });
  const picture = (name: string): void => {
    execFileSync('import', ['-window', 'root', join(out, 'live', `${name}.png`)]);
  };
  try {
    const { page, says } = await office.open();
    await says('Tout est classé');
    office.lucca.faults.add({
      match: { method: 'POST', times: 'always' },
      fault: { kind: 'delay', ms: 1_500 },
    });
    for (const [name, number] of [
      ['Dupont Jean', '00001'],
      ['Lefèvre Noémie', '00002'],
      ['Gaudin Bastien', '00014'],
    ] as const)
      for (const kind of ['Contrats', 'RIB', 'Visites médicales'])
        await office.scan(
          `${name} (${number})/${kind}/${kind} 2026-11-20.pdf`,
          await samplePdf(`${name} ${kind}`),
        );
    await page.locator('.row__glyph--go').first().waitFor();
    picture('working');
    await says('Tout est classé');
    await page.waitForTimeout(400);
    picture('filed');
    await office.scan('Inconnu/RIB/a.pdf', await samplePdf('Inconnu'));
    await says('1 question');
    await page.getByRole('link', { name: /À regarder/ }).click();
    await page.locator('.card').waitFor();
    picture('attention');
    office.lucca.faults.clear();
    await page.getByRole('button', { name: 'Mettre en pause' }).click();
    await page.getByRole('menuitem').first().click();
    await says('En pause');
    await page.waitForTimeout(400);
    picture('paused');
  } finally {
    await office.close();
  }
}

/** The first run, of the packed app: an office of 412 people, 96 of them with a folder, a few that nobody knows. */
async function playSetup(): Promise<void> {
  for (const language of ['fr', 'en'] as const) {
    if (!played.includes(language)) continue;
    const office = await openOffice({ setUp: false, folders: false, employees: 412, language });
    const words = wordsIn(language);
    const say: typeof words.say = (key, values) => words.say(key, values);
    try {
      await furnish(office);
      const { page } = await office.open();
      const screen = await page.context().newCDPSession(page);
      const shoot = async (name: string, also: readonly (keyof typeof sizes)[] = []): Promise<void> => {
        await page.mouse.move(1, 1);
        for (const size of ['setup', ...also] as const) {
          const device = { ...sizes[size], deviceScaleFactor: 2, mobile: false };
          await screen.send('Emulation.setDeviceMetricsOverride', device);
          for (const theme of ['light', 'dark'] as const) {
            await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' });
            const folder = join(out, 'states', `${language}-${theme}`);
            const file = join(folder, `setup-${name}${size === 'setup' ? '' : `-${size}`}.png`);
            await page.screenshot({ path: file, animations: 'disabled' });
          }
          await lookAt(page, `${language} setup-${name}, ${String(sizes[size].width)} px`);
        }
        await screen.send('Emulation.clearDeviceMetricsOverride');
      };
      const goOn = () => page.getByRole('button', { name: say('setup.next') }).click();
      const address = page.getByLabel(say('setup.connect.address'));
      const key = page.locator('#setup-key');
      const test = page.getByRole('button', { name: say('setup.connect.test'), exact: true });
      const title = (name: MessageKey) => page.getByRole('heading', { level: 1, name: say(name) }).waitFor();
      await title('setup.connect.title');
      await shoot('1-empty', ['tiny']);
      await address.fill('https://exemple.com');
      await test.click();
      await page.getByText(say('setup.fail.not-lucca')).waitFor();
      await shoot('1-not-lucca');
      await address.fill(office.lucca.url);
      await key.fill('0f0f0f0f-0000-4000-8000-000000000000');
      await test.click();
      await page.getByText(say('setup.fail.key-refused')).waitFor();
      await shoot('1-refused');
      const rights = { ...everyRight, seeFormer: false, sections: { Discipline: 'read' } } as const;
      office.lucca.addKey({ key: 'a1b2c3d4-0000-4000-8000-00000000000a', name: 'Peu', rights });
      await key.fill('a1b2c3d4-0000-4000-8000-00000000000a');
      await test.click();
      await page.locator('.result__row--ok').waitFor();
      await shoot('1-connected', ['tiny']);
      await goOn();
      await title('setup.folder.title');
      await shoot('2-empty');
      await page.locator('.input input').fill(office.root);
      await page.locator('.result__row--ok').waitFor();
      await shoot('2-folder', ['tiny', 'narrow']);
      await page
        .getByRole('button', { name: say('setup.folder.which') })
        .first()
        .click();
      await page.locator('.guess').first().waitFor();
      await shoot('2-who');
      await page.getByRole('button', { name: say('act.cancel') }).click();
      await page.locator('.setup__alt .btn').click();
      await page.locator('.panel h2').waitFor();
      await shoot('2-create');
      await page.getByRole('button', { name: say('act.cancel') }).click();
      await goOn();
      await page.locator('.match__row').first().waitFor();
      const kind = page.getByLabel(say('setup.kinds.field', { name: 'Divers' }));
      await kind.selectOption({ label: say('setup.kinds.nothing') });
      await page.locator('h1').click();
      await shoot('3-kinds', ['tiny', 'narrow']);
      await goOn();
      await page.locator('.setup__progress').waitFor();
      await shoot('4-reading');
      await page.locator('.figures').waitFor({ timeout: 120_000 });
      await shoot('4-preview', ['tiny']);
      await page.locator('.result__row--ask').click();
      await page.locator('.lines li').first().waitFor();
      await shoot('4-open');
      await goOn();
      await title('setup.start.title');
      await shoot('5-start', ['tiny']);
    } finally {
      await office.close();
    }
  }
}

/** Folders as an office has them, after years. */
async function furnish(office: Office): Promise<void> {
  const people = office.lucca.company.employees.filter((one) => one.dtContractEnd === null).slice(20, 116);
  const kinds = ['Contrats', 'Visites médicales', 'RIB', 'Pièces d’identité', 'Divers'];
  for (const [index, person] of people.entries()) {
    const folder = `${person.lastName.toUpperCase()} ${person.firstName} (${person.employeeNumber})`;
    for (const [at, kind] of kinds.entries()) {
      await mkdir(join(office.root, folder, kind), { recursive: true });
      if ((index + at) % (at + 1) !== 0) continue;
      const file = join(office.root, folder, kind, `${kind} ${String(2010 + (index % 16))}-03-12.pdf`);
      await writeFile(file, await samplePdf(`${folder} ${kind}`));
    }
  }
  for (const name of ['DURAND Michel', 'Intérimaires 2025', 'LEROY Chloé (4418)'])
    await mkdir(join(office.root, name, 'Contrats'), { recursive: true });
  const mixed = join(office.root, 'DUPONT Jean (00002)', 'Contrats');
  await mkdir(mixed, { recursive: true });
  await writeFile(join(mixed, 'CDI.pdf'), await samplePdf('Dupont'));
  await writeFile(join(office.root, 'DURAND Michel', 'Contrats', 'CDD.pdf'), await samplePdf('Durand'));
}

if ([...shots.map(({ name }) => name), 'unset', 'setup', 'policed'].some(isWanted)) await playStates();
if (isWanted('setup')) await playSetup();
if (isWanted('live') && played.includes('fr')) await playLive();
if (isWanted('panel') && process.platform === 'linux') await playTray(join(out, 'live'));
await keepForTheGuides(out);
console.error((await makeContactSheets(out)).join('\n'));
if (outside.length > 0) {
  console.error(outside.join('\n'));
  process.exitCode = 1;
}
