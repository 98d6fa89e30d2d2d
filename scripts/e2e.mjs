/**
 * The end-to-end tests: the packed app, a real Electron, a real display, a real keychain. As root they run without
 * Chromium's sandbox; a last one then starts the app as an ordinary user, with it.
 */
import { onDesktop, prepareDesktopApp } from './desktop-app.mjs';
import { pack, packedApp } from './pack.mjs';
import path from 'node:path';
import { isMain, root, runNode, say } from './process.mjs';
import { runProject } from './vitest.mjs';

const smoke = 'test/e2e/sandbox-smoke.mjs';

/**
 * @param {{packed?: boolean}} [options] `packed`: the app as it ships was packed and looked at just now.
 * @returns {Promise<import('./vitest.mjs').Counts>}
 */
export async function runE2e({ packed = false } = {}) {
  const ready = await prepareDesktopApp();
  if ('trouble' in ready) return { passed: 0, failed: 1, skipped: 0, reason: ready.trouble };
  // The app as it ships, too: every fuse set, read back, and started.
  const trouble = packed ? null : await pack({});
  if (trouble !== null) return { passed: 0, failed: 1, skipped: 0, reason: trouble };
  ready.env.CLASSEUR_FUSED_APP = packedApp({ inspectable: false }).executable;
  const counts = await runProject('e2e', (args) =>
    onDesktop(['--panel', '--', process.execPath, ...args], ready.env),
  );
  say(`The same app as an ordinary user, sandboxed: ${smoke}`);
  const sandboxed = (await runSmoke(ready.env)) === 0;
  if (sandboxed) return { ...counts, passed: counts.passed + 1 };
  const reason = [counts.reason, `${smoke} failed (it needs user namespaces, as Chromium's sandbox does)`];
  return { ...counts, failed: counts.failed + 1, reason: reason.filter(Boolean).join('; ') };
}

async function runSmoke(given) {
  const env = { ...given };
  delete env.CLASSEUR_E2E_NO_SANDBOX;
  const app = path.relative(root, packedApp({ inspectable: true }).folder);
  const needs = ['package.json', 'scripts', 'test/e2e', 'node_modules/playwright-core', app];
  const asUser = [path.join(root, 'scripts', 'as-ordinary-user.mjs'), `--needs=${needs}`, '--'];
  return (await runNode([...asUser, 'node', 'scripts/with-desktop.mjs', '--', 'node', smoke], { env })).code;
}

if (isMain(import.meta)) {
  const { passed, failed, skipped, reason } = await runE2e();
  if (reason !== undefined) say(reason);
  say(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exit(failed + skipped > 0 ? 1 : 0);
}
