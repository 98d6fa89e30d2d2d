/** The real shell and the real window around an agent that plays scenes, in a bare Electron. */
import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import esbuild from 'esbuild';
import type { ElectronApplication, Page } from 'playwright-core';
import { build } from 'vite';
import type { E2eHook } from '../../../main/electron/e2e-hook.ts';
import type { TrayFacts } from '../../../main/electron/tray/tray.ts';
import type { Language } from '../../../main/shared/languages.ts';
import type { FakeAgent } from '../../support/fake-agent.ts';
import { longerTexts } from '../../support/longer.ts';
import { sceneNow } from '../../support/scenes.ts';
import type { Scene, SceneName } from '../../support/scenes.ts';
import { currentEnv, sandbox, startElectron } from './electron.ts';

export interface FakeShell {
  readonly electron: ElectronApplication;
  readonly page: Page;
  /** Another scene, from now on. */
  readonly play: (scene: SceneName) => Promise<void>;
  /** Changes what the scene says of the agent, and nothing else. */
  readonly change: (status: Partial<Scene['status']>) => Promise<void>;
  readonly tray: () => Promise<TrayFacts>;
  readonly close: () => Promise<void>;
}

export interface FakeShellOptions {
  readonly language: Language;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** An app that a bare Electron can run: its folder. `long`: it speaks texts that are 40 % longer. */
export async function buildFakeApp(long = false): Promise<string> {
  const folder = resolve('.cache', long ? 'fake-app-long' : 'fake-app');
  await rm(folder, { recursive: true, force: true });
  await esbuild.build({
    entryPoints: ['test/support/fake-app.ts'],
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    external: ['electron'],
    outfile: join(folder, 'dist', 'main', 'index.cjs'),
    logLevel: 'warning',
  });
  for (const part of ['preload', 'renderer', 'preview', 'assets'])
    await cp(join('dist', part), join(folder, 'dist', part), { recursive: true });
  if (long)
    await build({
      configFile: join('renderer', 'vite.config.ts'),
      plugins: [longerTexts('en')],
      build: { outDir: join(folder, 'dist', 'renderer') },
      logLevel: 'warn',
    });
  await writeFile(
    join(folder, 'package.json'),
    JSON.stringify({
      name: 'classeur',
      productName: 'Classeur',
      version: '0.1.0',
      main: 'dist/main/index.cjs',
    }),
  );
  return folder;
}

/** Starts what `buildFakeApp` made, on the day of the scenes. */
export async function openFakeShell(folder: string, options: FakeShellOptions): Promise<FakeShell> {
  const { language, args = [], env = {} } = options;
  const data = await mkdtemp(join(tmpdir(), 'classeur-scenes-'));
  const electron = await startElectron({
    executablePath: process.env['CLASSEUR_ELECTRON'] ?? '',
    args: [...sandbox, folder, '--data', data, '--e2e', `--lang=${language}`, ...args],
    // The system's language, where no settings name another one.
    env: { ...currentEnv(), LANGUAGE: language, ...env },
  });
  const page = await electron.firstWindow();
  await page.clock.setFixedTime(sceneNow);
  await page.reload();
  await page.waitForSelector('.window');
  return {
    electron,
    page,
    play: (scene) =>
      electron.evaluate((_electronApi, name) => {
        (globalThis as unknown as { classeurScenes: FakeAgent }).classeurScenes.play(name);
      }, scene),
    change: (status) =>
      electron.evaluate((_electronApi, changed) => {
        (globalThis as unknown as { classeurScenes: FakeAgent }).classeurScenes.change(changed);
      }, status),
    tray: () =>
      electron.evaluate(() => (globalThis as unknown as { classeurE2e: E2eHook }).classeurE2e.tray()),
    close: async () => {
      await electron.close();
      await rm(data, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
