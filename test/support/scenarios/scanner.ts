/** A real scanning program with a scanner that only exists in it: SANE's `scanimage` and its `test` device. */
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';

export interface Scan {
  readonly format: 'png' | 'jpeg' | 'tiff' | 'pdf';
  readonly batch: boolean;
  readonly pages: number;
  /** Absolute; `%d` in it is the number of the page. */
  readonly to: string;
  /** How long a page takes, about, milliseconds. */
  readonly pageMs: number;
  /** Where it may keep its settings. */
  readonly home: string;
}

const remedy =
  process.platform === 'darwin'
    ? 'brew install sane-backends'
    : 'sudo apt-get update && sudo apt-get install -y sane-utils';

/** Bytes that the device hands over at once: a page of 118 × 147 grey points comes in nine of them. */
const atOnce = 2_048;
const chunks = 9;

/** Resolves when the program has ended well. */
export async function scanWith(scan: Scan): Promise<void> {
  // Without settings of its own it would look for every scanner that there is.
  await mkdir(scan.home, { recursive: true });
  await writeFile(path.join(scan.home, 'dll.conf'), 'test\n');
  const delay = Math.max(1, Math.min(200, Math.round(scan.pageMs / chunks))) * 1_000;
  const page = ['--resolution=75', '-x', '40', '-y', '50', '--mode=Gray', '--test-picture=Color pattern'];
  const slowly = [
    '--read-limit=yes',
    `--read-limit-size=${atOnce}`,
    '--read-delay=yes',
    `--read-delay-duration=${delay}`,
  ];
  const where = scan.batch
    ? [`--batch=${scan.to}`, `--batch-count=${scan.pages}`]
    : [`--output-file=${scan.to}`];
  const said = await run(['-d', 'test', `--format=${scan.format}`, ...where, ...page, ...slowly], scan.home);
  if (said !== null) throw new Error(said);
}

function run(args: readonly string[], home: string): Promise<string | null> {
  return new Promise((resolve) => {
    const child = spawn('scanimage', args, {
      env: { ...process.env, SANE_CONFIG_DIR: home },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let errors = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', () => resolve(`scanimage is missing: ${remedy}`));
    child.once('close', (code) =>
      resolve(code === 0 ? null : `scanimage ended with ${code}: ${errors.slice(-300)}`),
    );
  });
}
