/** The import rules of docs/ARCHITECTURE.md, enforced. */
const path = (...parts) => ({ path: parts });
module.exports = {
  forbidden: [
    { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'no-orphans',
      severity: 'error',
      from: {
        orphan: true,
        pathNot: ['\\.d\\.ts$', 'renderer/vite', 'main/(index|cli)\\.ts$', 'main/preload/index\\.ts$'],
      },
      to: {},
    },
    {
      name: 'shared-is-alone',
      comment:
        'main/shared may be imported by all and imports nothing but itself, zod and the message formatter',
      severity: 'error',
      from: path('^main/shared'),
      to: { pathNot: ['^main/shared', '^node_modules/(zod|@formatjs|intl-messageformat)'] },
    },
    {
      name: 'core-is-pure',
      comment: 'main/core knows no Node, no Electron and no library but zod',
      severity: 'error',
      from: path('^main/core'),
      to: { pathNot: ['^main/core', '^main/shared', '^node_modules/zod'] },
    },
    {
      name: 'steps-do-not-know-each-other',
      severity: 'error',
      from: { path: '^main/core/([^/]+)/' },
      to: { path: '^main/core/[^/]+/', pathNot: '^main/core/$1/' },
    },
    {
      name: 'adapters-know-no-shell',
      severity: 'error',
      from: path('^main/adapters'),
      to: { path: ['^main/(electron|preload|terminal|index|cli)', '^(node_modules/)?electron(/|$)'] },
    },
    {
      name: 'terminal-knows-no-electron',
      severity: 'error',
      from: path('^main/(terminal|cli)'),
      to: { path: ['^main/(electron|preload|index)', '^(node_modules/)?electron(/|$)'] },
    },
    {
      name: 'electron-only-in-the-shell',
      severity: 'error',
      from: { pathNot: ['^main/(electron|preload)', '^main/index\\.ts$'] },
      to: { path: '^(node_modules/)?electron(/|$)' },
    },
    {
      name: 'preload-is-thin',
      severity: 'error',
      from: path('^main/preload'),
      to: { pathNot: ['^main/shared', '^main/preload', '^(node_modules/)?electron(/|$)'] },
    },
    {
      name: 'renderer-sees-shared-only',
      severity: 'error',
      from: path('^renderer'),
      to: { path: '^main', pathNot: '^main/shared' },
    },
    {
      name: 'window-carries-no-zod',
      comment:
        'zod tries whether it may make code out of text, which the page’s policy forbids and Chromium reports: what the window takes from main/shared is types, or lists in files without schemas',
      severity: 'error',
      from: path('^renderer'),
      to: {
        path: [
          '^main/shared/(ipc-contract|policy|settings|setup-contract|status)\\.ts$',
          '^node_modules/zod',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'product-knows-no-tests',
      severity: 'error',
      from: path('^(main|renderer)'),
      to: { path: '^(test|scripts)' },
    },
    { name: 'resolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.tsx', '.js', '.json', '.mjs', '.cjs'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
    },
  },
};
