/** Builds the window. Nothing inline and nothing fetched: the page's policy allows neither. */
/** Vite answers it; the window's own types do not know it. */
declare global {
  interface ImportMeta {
    readonly dirname: string;
  }
}

const config = {
  root: import.meta.dirname,
  base: './',
  esbuild: { jsx: 'automatic', jsxImportSource: 'preact' },
  build: {
    outDir: '../dist/renderer',
    emptyOutDir: true,
    target: 'chrome130',
    sourcemap: true,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
};
export { config as default };
