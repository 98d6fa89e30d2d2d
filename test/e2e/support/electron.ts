/** What every start of an Electron under test needs of the machine it runs on. */

/** As root Chromium wants to be told that there is no sandbox. */
export const sandbox: readonly string[] =
  process.env['CLASSEUR_E2E_NO_SANDBOX'] === '1' ? ['--no-sandbox'] : [];

/** The environment as it is, without what is not set. */
export const currentEnv = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
