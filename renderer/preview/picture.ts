/** JPEG, PNG, GIF, WebP and BMP, by Chromium's own decoders; a photograph stands as its camera was held. */
import type { PreviewRequest } from '../src/preview/protocol.ts';
import { pixelsOf } from './kinds.ts';
import { mustFit, paint } from './unshown.ts';
import type { Drawn } from './unshown.ts';

export async function drawPicture(request: PreviewRequest, canvas: HTMLCanvasElement): Promise<Drawn> {
  const said = pixelsOf(new Uint8Array(request.bytes)) ?? { width: 0, height: 0 };
  mustFit(said.width, said.height);
  const picture = await createImageBitmap(new Blob([request.bytes]), { imageOrientation: 'from-image' });
  try {
    return { ...paint(picture, picture, request, canvas), pages: null };
  } finally {
    picture.close();
  }
}
