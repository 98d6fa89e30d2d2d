/** How the builder hands them over: the file in base 64. */
declare module '*.pfb' {
  const base64: string;
  export { base64 as default };
}
declare module 'pdfjs-dist/standard_fonts/*.ttf' {
  const base64: string;
  export { base64 as default };
}
declare module 'pdfjs-dist/wasm/*.wasm' {
  const base64: string;
  export { base64 as default };
}
declare module 'pdfjs-dist/legacy/build/pdf.worker.mjs';
