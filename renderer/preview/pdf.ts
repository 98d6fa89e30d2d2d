/** The first page of a PDF, by pdf.js. No script of the document runs: the part of pdf.js that could is not here. */
import { getDocument, PasswordException, VerbosityLevel } from 'pdfjs-dist/legacy/build/pdf.mjs';
// Its other half. The frame has a process to itself, so that it needs no thread beside it.
import 'pdfjs-dist/legacy/build/pdf.worker.mjs';
import type { PreviewRequest } from '../src/preview/protocol.ts';
import { carriedFiles } from './carried-files.ts';
import { fitInto, mostPixels, mustFit, Unshown } from './unshown.ts';
import type { Drawn } from './unshown.ts';

/** Fonts and decoders are part of the program: nothing is fetched. */
class CarriedFiles {
  fetch({ filename }: { readonly filename: string }): Promise<Uint8Array> {
    const encoded = carriedFiles[filename];
    if (encoded === undefined) return Promise.reject(new Error('Not carried'));
    return Promise.resolve(Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0)));
  }
}

// pdf.js draws in steps, one for each frame of the screen. A window that is covered has none, and nobody watches the steps.
window.requestAnimationFrame = (callback) => window.setTimeout(() => callback(performance.now()), 0);

export async function drawPdf(request: PreviewRequest, canvas: HTMLCanvasElement): Promise<Drawn> {
  const task = getDocument({
    data: new Uint8Array(request.bytes),
    BinaryDataFactory: CarriedFiles,
    // Asked for by name from the class above; where they would lie is of no account, but it has to be said.
    standardFontDataUrl: 'carried/',
    wasmUrl: 'carried/',
    useWorkerFetch: false,
    useSystemFonts: false,
    disableWorkerRendering: true,
    enableXfa: false,
    maxImageSize: mostPixels,
    verbosity: VerbosityLevel.ERRORS,
  });
  const pdf = await task.promise.catch((error: unknown) => {
    throw new Unshown(error instanceof PasswordException ? 'password' : 'damaged');
  });
  const page = await pdf.getPage(1);
  const whole = page.getViewport({ scale: 1 });
  mustFit(whole.width, whole.height);
  const fitted = fitInto(request, whole.width, whole.height);
  canvas.width = Math.max(1, Math.round(fitted.width * request.scale));
  canvas.height = Math.max(1, Math.round(fitted.height * request.scale));
  const viewport = page.getViewport({ scale: canvas.width / whole.width });
  await page.render({ canvas, viewport, background: 'white' }).promise;
  return { ...fitted, pages: pdf.numPages };
}
