/** The packed app on a real display, beside the least that an Electron app with a window and a tray can be. */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createPackage } from '@electron/asar';
import type { Benchmark, Figure, Measures } from './support/benchmark.ts';
import { temporaryPlace } from './support/office.ts';
import { openScale } from './support/scale.ts';

const repository = fileURLToPath(new URL('../../', import.meta.url));
const scripts = join(repository, 'scripts');
const emptyApp = fileURLToPath(new URL('support/empty-app/', import.meta.url));
const roundProgram = fileURLToPath(new URL('support/app-round.ts', import.meta.url));
const documents = 100_000;
const employees = 5_000;

const beside = (
  title: string,
  unit: Figure['unit'],
  value: string,
  reference = value,
  referenceTitle = 'empty app',
): Figure => ({
  title,
  unit,
  value: `app ${value}`,
  reference: { title: referenceTitle, value: `empty ${reference}` },
});
const barred = { bar: { of: 'ratio', most: 1.3 } } as const;

let env: NodeJS.ProcessEnv | null = null;

export const benchmark: Benchmark = {
  name: 'app',
  title: 'the packed app on a desktop',
  rounds: 3,
  figures: [
    { ...beside('start until the icon is in the tray', 'ms', 'tray'), ...barred },
    { ...beside("start until the window's first paint", 'ms', 'paint'), ...barred },
    {
      title: 'start until the window says how things are',
      unit: 'ms',
      value: 'app shown',
      reference: { title: "empty app's paint", value: 'empty paint' },
    },
    { ...beside('memory of all processes, window closed', 'MB', 'closedMb'), ...barred },
    beside('the same, beside the empty app with its window', 'MB', 'closedMb', 'openMb', 'empty, open'),
    beside('memory of all processes, window open', 'MB', 'openMb'),
    beside("memory of the app's first process, window closed", 'MB', 'closedOwnMb'),
    {
      title: 'renderers left a while after the window was closed',
      unit: 'count',
      value: 'app renderers',
      bar: { of: 'value', most: 0 },
    },
    ...['wheel', 'pull'].flatMap((way): readonly Figure[] => [
      {
        title: `100 000 rows, ${way}: longest frame`,
        unit: 'ms',
        value: `large ${way}Longest`,
        reference: { title: 'empty list', value: `empty ${way}Longest` },
        bar: { of: 'value', most: 50 },
      },
      {
        title: `100 000 rows, ${way}: median frame`,
        unit: 'ms',
        value: `large ${way}Median`,
        reference: { title: 'empty list', value: `empty ${way}Median` },
      },
    ]),
    { title: '100 000 documents: start until the icon is in the tray', unit: 'ms', value: 'large tray' },
    { title: '100 000 documents: start until the first paint', unit: 'ms', value: 'large paint' },
    {
      title: '100 000 documents: start until the window says how things are',
      unit: 'ms',
      value: 'large shown',
    },
    {
      title: '100 000 documents: memory of all processes, window closed',
      unit: 'MB',
      value: 'large closedMb',
    },
  ],
  async prepare() {
    const { prepareDesktopApp } = (await import(join(scripts, 'desktop-app.mjs'))) as {
      readonly prepareDesktopApp: () => Promise<
        { readonly env: NodeJS.ProcessEnv } | { readonly trouble: string }
      >;
    };
    const { ensureDebianPackages } = (await import(join(scripts, 'debian.mjs'))) as {
      readonly ensureDebianPackages: (parts: readonly string[]) => Promise<string | null>;
    };
    const lacking = await ensureDebianPackages(['screen']);
    if (lacking !== null) throw new Error(lacking);
    const ready = await prepareDesktopApp();
    if ('trouble' in ready) throw new Error(ready.trouble);
    const place = await temporaryPlace('app');
    const scale = await openScale(documents, employees);
    env = {
      ...ready.env,
      CLASSEUR_EMPTY_APP: await emptyAppBeside(ready.env['CLASSEUR_E2E_APP'] ?? ''),
      CLASSEUR_EMPTY_PROFILE: join(place.path, 'profile'),
      CLASSEUR_SCALE_DATA: scale.data,
    };
    return () => place.remove();
  },
  measure() {
    if (env === null) throw new Error('Nothing is prepared.');
    return round(env);
  },
};

/** The very same Electron, fuses and files, but with the empty app in it. Hard links: the disk holds it once. */
async function emptyAppBeside(ours: string): Promise<string> {
  const folder = join(repository, '.cache', 'bench', 'empty-app');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(dirname(folder), { recursive: true });
  execFileSync('cp', ['-al', dirname(ours), folder]);
  const resources = join(folder, 'resources');
  rmSync(join(resources, 'app.asar'));
  rmSync(join(resources, 'app.asar.unpacked'), { recursive: true, force: true });
  const source = join(dirname(folder), 'empty-app-source');
  cpSync(emptyApp, source, { recursive: true });
  const icon = join(repository, 'dist', 'assets', 'app', 'icon-256.png');
  if (!existsSync(icon)) throw new Error(`${icon} is missing.`);
  cpSync(icon, join(source, 'tray.png'));
  await createPackage(source, join(resources, 'app.asar'));
  rmSync(source, { recursive: true });
  return join(folder, 'classeur');
}

function round(given: NodeJS.ProcessEnv): Promise<Measures> {
  const desktop = [join(scripts, 'with-desktop.mjs'), '--panel', '--'];
  const child = spawn(process.execPath, [...desktop, process.execPath, ...process.execArgv, roundProgram], {
    env: given,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return new Promise((resolve, reject) => {
    let out = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.once('close', (code) => {
      if (code === 0) resolve(JSON.parse(out) as Measures);
      else reject(new Error(`The round ended with ${String(code)}. ${out}`));
    });
  });
}
