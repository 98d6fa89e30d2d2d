/**
 * All pictures of a theme and a language on one sheet, each with its name, to be looked at in one go:
 * `screenshots/sheet-fr-light.png`, …, and `sheet-live.png` for those of the desktop. Chromium draws them: a page of
 * thumbnails, and a picture of it.
 */
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { currentEnv, sandbox, startElectron } from '../support/electron.ts';

const columns = 6;
const cell = 320;
/** Chromium draws no picture that is higher; the next sheet has the rest. */
const rowsOnSheet = 20;

/** Makes the sheets of what lies in `folder` (states/<language>-<theme>/, live/), and takes away older ones. */
export async function makeContactSheets(folder: string): Promise<readonly string[]> {
  for (const name of await namesIn(folder)) if (name.startsWith('sheet-')) await rm(join(folder, name));
  const groups = [
    ...(await foldersIn(join(folder, 'states'))).map((name) => ({ name, at: join(folder, 'states', name) })),
    { name: 'live', at: join(folder, 'live') },
  ];
  const sheets = (
    await Promise.all(
      groups.map(async ({ name, at }) => {
        const files = (await namesIn(at)).map((file) => join(at, file));
        return parted(files, columns * rowsOnSheet).map((part, index, all) => ({
          file: join(folder, `sheet-${name}${all.length > 1 ? `-${String(index + 1)}` : ''}.png`),
          title: all.length > 1 ? `${name} (${String(index + 1)}/${String(all.length)})` : name,
          files: part,
        }));
      }),
    )
  ).flat();
  if (sheets.length > 0) await drawSheets(folder, sheets);
  return sheets.map(({ file }) => file);
}

interface ContactSheet {
  readonly file: string;
  readonly title: string;
  readonly files: readonly string[];
}

async function drawSheets(folder: string, sheets: readonly ContactSheet[]): Promise<void> {
  const html = join(folder, 'sheet.html');
  const blank = await mkdtemp(join(tmpdir(), 'classeur-sheet-'));
  await writeFile(join(blank, 'package.json'), JSON.stringify({ name: 'sheet', main: 'main.cjs' }));
  await writeFile(join(blank, 'main.cjs'), blankApp);
  const electron = await startElectron({
    executablePath: process.env['CLASSEUR_ELECTRON'] ?? '',
    args: [...sandbox, blank],
    env: currentEnv(),
  });
  try {
    const page = await electron.firstWindow();
    for (const sheet of sheets) {
      await writeFile(html, pageOf(sheet));
      await page.setViewportSize({ width: columns * (cell + 16) + 32, height: 600 });
      await page.goto(pathToFileURL(html).href);
      await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
      await page.screenshot({ path: sheet.file, fullPage: true });
    }
  } finally {
    await electron.close();
    await rm(html, { force: true });
    await rm(blank, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A window that shows nothing yet; one that is not shown is never drawn. */
const blankApp = `const { app, BrowserWindow } = require('electron');
let window = null;
void app.whenReady().then(() => {
  window = new BrowserWindow({ width: 900, height: 600 });
  void window.loadURL('about:blank');
});
`;

const pageOf = ({ title, files }: ContactSheet): string => `<!doctype html><meta charset="utf-8">
<style>
  body { margin: 16px; font: 12px 'DejaVu Sans', sans-serif; background: #c9ced2; color: #1d2327 }
  ::-webkit-scrollbar { display: none }
  h1 { margin: 0 8px 12px; font-size: 18px }
  main { display: grid; grid-template-columns: repeat(${String(columns)}, ${String(cell)}px); gap: 16px }
  figure { margin: 0; padding: 0 8px }
  img { display: block; max-width: 100%; max-height: 360px; box-shadow: 0 0 0 1px #0003 }
  figcaption { padding: 4px 0; overflow-wrap: anywhere }
</style>
<h1>${escaped(title)}</h1>
<main>${files.map(figureOf).join('')}</main>`;

function figureOf(file: string): string {
  const name = file.replace(/^.*[\\/]/, '').replace(/\.png$/, '');
  return `<figure><img src="${escaped(pathToFileURL(file).href)}"><figcaption>${escaped(name)}</figcaption></figure>`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const parted = <T>(list: readonly T[], size: number): readonly (readonly T[])[] =>
  Array.from({ length: Math.ceil(list.length / size) }, (_, at) => list.slice(at * size, (at + 1) * size));

const namesIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.png')).sort();

async function foldersIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}
