/** Serves or builds the gallery; see gallery.tsx. */
import { fileURLToPath } from 'node:url';
import { longerTexts } from '../../support/longer.ts';

const longer = process.env['LONGER'];
const config = {
  plugins: longer === undefined ? [] : [longerTexts(longer)],
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: './',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    outDir: '../../../.cache/gallery',
    emptyOutDir: true,
    target: 'chrome130',
    reportCompressedSize: false,
  },
};
export { config as default };
