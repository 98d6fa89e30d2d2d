import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Anything outside the shell that reaches for Electron throws at once. */
const electron = fileURLToPath(new URL('test/support/electron-forbidden.ts', import.meta.url));
const alias = { electron };

export default defineConfig({
  test: {
    projects: [
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'unit',
          environment: 'node',
          // Thousands of random worlds take their time on a busy machine.
          testTimeout: 60_000,
          include: ['test/unit/**/*.test.ts'],
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'integration',
          environment: 'node',
          pool: 'forks',
          // Most of them wait for programs, files and clocks: a core left free would stand idle.
          maxWorkers: Math.max(2, availableParallelism()),
          testTimeout: 180_000,
          include: ['test/integration/**/*.test.ts', 'test/lucca/**/*.test.ts'],
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'model',
          environment: 'node',
          testTimeout: 180_000,
          include: ['test/model/**/*.test.ts'],
        },
      },
      {
        extends: true,
        resolve: { alias },
        test: {
          name: 'crash',
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 300_000,
          include: ['test/crash/**/*.test.ts'],
        },
      },
      {
        extends: true,
        esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
        test: { name: 'renderer', environment: 'happy-dom', include: ['test/renderer/**/*.test.{ts,tsx}'] },
      },
      {
        extends: true,
        test: {
          name: 'e2e',
          environment: 'node',
          pool: 'forks',
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 180_000,
          include: ['test/e2e/**/*.test.ts'],
          // Pixels of a panel that scripts/with-desktop.mjs can start on Linux alone.
          exclude: process.platform === 'linux' ? [] : ['test/e2e/tray.test.ts'],
        },
      },
    ],
  },
});
