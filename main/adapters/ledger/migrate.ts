import { openDriver, type Driver } from './driver.ts';
import { migrations } from './migrations/index.ts';

/** Version of a ledger that this program writes. */
export const currentVersion = migrations.length;

/** `user_version` of the database, or of the one attached as `disk`: 0 for an empty one. */
export function versionOf(driver: Driver, schema: 'main' | 'disk' = 'main'): number {
  return Number(driver.all(`PRAGMA ${schema}.user_version`)[0]?.['user_version'] ?? 0);
}

/** Brings a ledger up to `version`, each step one transaction: a crash leaves it at a version that is whole. */
export async function migrate(driver: Driver, version = currentVersion): Promise<void> {
  for (let next = versionOf(driver) + 1; next <= version; next++) {
    await driver.transaction(() => {
      // Another process may have come first while we waited for the right to write.
      if (versionOf(driver) >= next) return;
      const migration = migrations[next - 1] ?? '';
      if (typeof migration === 'string') driver.exec(migration);
      else migration(driver);
      driver.exec(`PRAGMA user_version = ${next}`);
    });
  }
}

/** Takes every table out. Their names are those of our own migrations, never those in the file. */
export async function empty(driver: Driver): Promise<void> {
  const model = openDriver('', 'memory');
  await migrate(model);
  const tables = model.all(
    "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
  );
  model.close();
  await driver.transaction(() => {
    for (const { name } of tables) driver.exec(`DROP TABLE IF EXISTS "${String(name)}"`);
    driver.exec('PRAGMA user_version = 0');
  });
}
