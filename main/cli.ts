/**
 * The terminal program's entry: plain Node, no Electron, no display. The whole program is read for the commands that
 * need it (`commands/with-lucca.ts`); the others are there in half the time.
 */
const needWhole: ReadonlySet<string | undefined> = new Set([
  'answer',
  'check',
  'doctor',
  'fields',
  'folders',
  'retry',
  'run',
]);

const program = needWhole.has(process.argv[2])
  ? import('./terminal/whole.ts')
  : import('./terminal/glance.ts');

void program
  .then(({ start }) => start())
  .then((code) => {
    // Sockets and native handles may still be open; what was written to a pipe must get out first.
    process.stdout.write('', () => process.exit(code));
  });
