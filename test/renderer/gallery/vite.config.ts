/** Serves or builds the gallery; see gallery.tsx. */
import { fileURLToPath } from 'node:url';

const config = {
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
