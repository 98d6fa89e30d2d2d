/**
 * The program of the frame. It is given the bytes of one document, draws the first page, and says how large it came out.
 * It can reach nothing else: no network, no file, no client of the agent; see docs/decisions/0021.
 */
import type { PreviewAnswer, PreviewRequest } from '../src/preview/protocol.ts';
import { kindOf } from './kinds.ts';
import { drawPdf } from './pdf.ts';
import { drawPicture } from './picture.ts';
import { drawTiff } from './tiff.ts';
import { Unshown } from './unshown.ts';

async function draw(request: PreviewRequest): Promise<PreviewAnswer> {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', request.label);
  try {
    const drawers = { pdf: drawPdf, tiff: drawTiff, picture: drawPicture };
    const kind = kindOf(new Uint8Array(request.bytes));
    if (kind === null) return { kind: 'not', why: 'kind' };
    const { width, height, pages } = await drawers[kind](request, canvas);
    document.body.replaceChildren(canvas);
    return { kind: 'shown', width, height, pages };
  } catch (error) {
    return { kind: 'not', why: error instanceof Unshown ? error.why : 'damaged' };
  }
}

addEventListener('message', function hear(event: MessageEvent<PreviewRequest>) {
  const [port] = event.ports;
  if (event.source !== parent || port === undefined) return;
  removeEventListener('message', hear);
  void draw(event.data).then((answer) => port.postMessage(answer));
});
