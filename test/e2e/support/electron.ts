/** How an Electron under test is started and spoken to, whatever the machine it runs on. */
import { _electron } from 'playwright-core';
import type { ElectronApplication } from 'playwright-core';

/** As root Chromium wants to be told that there is no sandbox. */
export const sandbox: readonly string[] =
  process.env['CLASSEUR_E2E_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];

/** The environment as it is, without what is not set. */
export const currentEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );

/** How often the same is asked of the first process before its silence is taken for a fault. */
const tries = 5;

/**
 * Starts it, chosen by nothing but the arguments and the environment: not by Playwright's own colours.
 *
 * What is asked of its first process is asked again where V8's inspector let go of the answer before it was sent: the
 * inspector holds a promise weakly, and a garbage collection at the wrong moment takes it ("was garbage collected").
 * It says nothing of the app. Whatever a test does there must therefore come out the same when it is done twice.
 */
export async function startElectron(
  options: Pick<
    NonNullable<Parameters<typeof _electron.launch>[0]>,
    'executablePath' | 'args' | 'env' | 'timeout'
  >,
): Promise<ElectronApplication> {
  const electron = await _electron.launch({
    ...options,
    colorScheme: null,
    chromiumSandbox: sandbox.length === 0,
  });
  const ask = electron.evaluate.bind(electron);
  const again: typeof ask = async (what: Parameters<typeof ask>[0], about?: unknown) => {
    for (let left = tries; ; left -= 1)
      try {
        return await ask(what, about);
      } catch (error) {
        if (left <= 1 || !String(error).includes('was garbage collected')) throw error;
      }
  };
  electron.evaluate = again;
  return electron;
}
