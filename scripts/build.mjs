/**
 * Builds the program into dist/: main process, terminal program, their threads and preload (esbuild), window (Vite), icons, and the
 * licences of everything that was bundled.
 */
import fs from 'node:fs/promises';
import path from 'node:path';
import { performance } from 'node:perf_hooks';
import esbuild from 'esbuild';
import { drawIcons } from './icons.mjs';
import { writeNotices } from './notices.mjs';
import { isMain, root, say } from './process.mjs';

/** Native, or the runtime itself: resolved when the program runs. Everything else is bundled. */
const external = ['electron', 'libsql', '@libsql/*', 'keytar'];

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external,
  sourcemap: true,
  // Sources are in the repository; a map that repeats them would double every package.
  sourcesContent: false,
  legalComments: 'none',
  logLevel: 'warning',
  metafile: true,
};

/** procfs (below trash) requires a parser by a name without its extension, which no bundler can follow. */
const procfsParsers = {
  name: 'procfs-parsers',
  setup({ onLoad }) {
    onLoad({ filter: /@stroncium[\\/]procfs[\\/]lib[\\/]parsers\.js$/ }, async ({ path: file }) => {
      const source = await fs.readFile(file, 'utf8');
      const contents = source.replace('`./parsers/${name}`', '`./parsers/${name}.js`');
      return contents === source ? { errors: [{ text: 'procfs is not what it was' }] } : { contents };
    });
  },
};

/** CommonJS has no import.meta: bundled libraries that ask it where they are get the bundle's own place. */
const here = {
  define: {
    'import.meta.url': '__bundleUrl',
    'import.meta.dirname': '__dirname',
    'import.meta.filename': '__filename',
  },
  plugins: [procfsParsers],
  banner: { js: "const __bundleUrl = require('node:url').pathToFileURL(__filename).href;" },
};

/** The entry of the app loads the rest of it as a file of its own, once the icon is in the tray. */
const lateApart = {
  name: 'late-apart',
  setup({ onResolve }) {
    onResolve({ filter: /\/late\.ts$/ }, () => ({ path: './late.cjs', external: true }));
  },
};

/** zod speaks forty languages; what it says here is read by programs and by our own words for it. */
const oneLocale = {
  name: 'one-locale',
  setup({ onResolve }) {
    onResolve({ filter: /\/locales\/index\.c?js$/ }, ({ importer }) =>
      /[\\/]zod[\\/]/.test(importer)
        ? { path: path.join(path.dirname(importer), '..', 'locales', 'en.js') }
        : undefined,
    );
  },
};

/** The terminal program is read whole only for the commands that need it: `status` is a third of its text. */
const readInParts = {
  name: 'read-in-parts',
  setup({ onResolve }) {
    onResolve({ filter: /\/(with-lucca|whole)\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './whole.cjs', external: true },
    );
    onResolve({ filter: /\/glance\.ts$/ }, ({ kind }) =>
      kind === 'entry-point' ? undefined : { path: './glance.cjs', external: true },
    );
  },
};

/** The catalogues of all languages, each one string until somebody speaks it: quicker past than a thousand names. */
const textsAsStrings = {
  name: 'texts-as-strings',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]shared[\\/]messages[\\/]..\.json$/ }, async ({ path: file }) => {
      const text = JSON.stringify(JSON.parse(await fs.readFile(file, 'utf8')));
      return { contents: `export default JSON.parse(${JSON.stringify(text)})`, loader: 'js' };
    });
  },
};

/** The terminal program's: read anew by each command that somebody types, and kept in memory: half as many letters. */
const terminal = { ...common, ...here, minify: true, supported: { 'dynamic-import': false } };

/** The bundles of Node's side, as esbuild takes them. */
export const bundles = {
  main: {
    ...common,
    ...here,
    plugins: [lateApart],
    // As require(): the loader of modules would be set up for this one file.
    supported: { 'dynamic-import': false },
    entryPoints: ['main/index.ts'],
    outfile: 'dist/main/index.cjs',
  },
  late: {
    ...common,
    ...here,
    plugins: [procfsParsers, oneLocale, textsAsStrings],
    entryPoints: ['main/electron/late.ts'],
    outfile: 'dist/main/late.cjs',
  },
  cli: {
    ...terminal,
    banner: { js: `#!/usr/bin/env node\n${here.banner.js}` },
    plugins: [oneLocale, textsAsStrings, readInParts],
    entryPoints: ['main/cli.ts'],
    outfile: 'dist/main/cli.cjs',
  },
  glance: {
    ...terminal,
    plugins: [oneLocale, textsAsStrings, readInParts],
    entryPoints: ['main/terminal/glance.ts'],
    outfile: 'dist/main/glance.cjs',
  },
  whole: {
    ...terminal,
    plugins: [procfsParsers, oneLocale, textsAsStrings],
    entryPoints: ['main/terminal/whole.ts'],
    outfile: 'dist/main/whole.cjs',
  },
  // Threads of either program, which looks for them beside itself.
  scanWorker: {
    ...common,
    ...here,
    entryPoints: ['main/adapters/files/scan-worker.ts'],
    outfile: 'dist/main/scan-worker.cjs',
  },
  checkWorker: {
    ...common,
    ...here,
    entryPoints: ['main/adapters/ledger/check-worker.ts'],
    outfile: 'dist/main/check-worker.cjs',
  },
  earWorker: {
    ...common,
    ...here,
    entryPoints: ['main/adapters/watch/ear-worker.ts'],
    outfile: 'dist/main/ear-worker.cjs',
  },
  // A sandboxed preload can require nothing but 'electron'.
  preload: {
    ...common,
    external: ['electron'],
    platform: 'browser',
    target: 'chrome130',
    entryPoints: ['main/preload/index.ts'],
    outfile: 'dist/preload/index.cjs',
  },
  // The frame of a document's first page: one plain script, since modules are not given to what has no origin.
  preview: {
    ...common,
    external: [],
    platform: 'browser',
    target: 'chrome130',
    format: 'iife',
    minify: true,
    sourcemap: false,
    // Its own tsconfig names other types for a library, which are no program.
    tsconfigRaw: '{}',
    // What is fetched by name elsewhere is part of the script here.
    loader: { '.pfb': 'base64', '.ttf': 'base64', '.wasm': 'base64' },
    define: { 'import.meta.url': '"app://preview/preview.js"' },
    entryPoints: ['renderer/preview/frame.ts'],
    outfile: 'dist/preview/preview.js',
  },
};

export const rendererConfig = path.join(root, 'renderer', 'vite.config.ts');

/** @returns the files of the repository and of node_modules that went into the bundle */
async function bundle(options) {
  const { metafile } = await esbuild.build(options);
  return Object.keys(metafile.inputs);
}

/** What the terminal program is made of. */
const terminalParts = ['cli', 'glance', 'whole', 'scanWorker', 'checkWorker', 'earWorker'];

/**
 * The terminal program alone, as it ships, into a folder below the repository, or its native parts would not be found:
 * for tests that run it while dist/ may be another. A program that was there is replaced file by file, never half.
 *
 * @param {string} folder
 * @param {string} [entry] another entry than main/cli.ts, from the root of the repository
 * @returns {Promise<string>} the program's path, named after its entry
 */
export async function buildTerminalProgram(folder, entry = bundles.cli.entryPoints[0]) {
  const name = `${path.basename(entry, '.ts')}.cjs`;
  for (const part of terminalParts) {
    const { outfile, ...options } = bundles[part];
    const to = path.join(folder, part === 'cli' ? name : path.basename(outfile));
    const fresh = path.join(folder, `${process.pid}-${path.basename(to)}`);
    const entryPoints = part === 'cli' ? [entry] : options.entryPoints;
    await esbuild.build({ ...options, entryPoints, outfile: fresh, sourcemap: false });
    await fs.rename(fresh, to);
  }
  return path.join(folder, name);
}

async function buildWindow() {
  const { build } = await import('vite');
  const results = [await build({ configFile: rendererConfig, logLevel: 'warn' })].flat();
  return results.flatMap(({ output }) => output.flatMap((chunk) => chunk.moduleIds ?? []));
}

/**
 * The trash package looks for these programs beside its own code, which is now the bundle. Only the terminal program
 * uses them: the app's shell has a bin of its own, and its package leaves them out.
 */
async function copyBinTools() {
  const to = path.join(root, 'dist', 'main');
  await fs.mkdir(to, { recursive: true });
  for (const tool of ['macos-trash', 'windows-trash.exe']) {
    await fs.copyFile(path.join(root, 'node_modules', 'trash', 'lib', tool), path.join(to, tool));
  }
}

async function copyPreviewPage() {
  const to = path.join(root, 'dist', 'preview');
  await fs.mkdir(to, { recursive: true });
  for (const name of ['index.html', 'preview.css'])
    await fs.copyFile(path.join(root, 'renderer', 'preview', name), path.join(to, name));
}

/**
 * Builds every part, also after one that failed, so that what is whole can be used.
 *
 * @throws {AggregateError} when a part failed
 */
export async function buildAll() {
  const files = Promise.all([drawIcons(), copyBinTools(), copyPreviewPage()]).then(() => []);
  const built = await Promise.allSettled([...Object.values(bundles).map(bundle), buildWindow(), files]);
  const failed = built.filter(({ status }) => status === 'rejected').map(({ reason }) => reason);
  await writeNotices(built.flatMap(({ value }) => value ?? []));
  if (failed.length > 0) throw new AggregateError(failed, failed.map(String).join('\n'));
  await fs.chmod(path.join(root, bundles.cli.outfile), 0o755);
}

if (isMain(import.meta)) {
  const before = performance.now();
  await buildAll().catch(({ message }) => {
    say(message);
    process.exit(1);
  });
  say(`Built dist/ in ${((performance.now() - before) / 1000).toFixed(1)} s.`);
}
