/** TIFF, which Chromium does not know and many scanners write. */
import UTIF from 'utif2';
import type { PreviewRequest } from '../src/preview/protocol.ts';
import { mustFit, paint, Unshown } from './unshown.ts';
import type { Drawn } from './unshown.ts';

/** Width and height, by their tags. */
const widthTag = 't256';
const heightTag = 't257';

export async function drawTiff(request: PreviewRequest, canvas: HTMLCanvasElement): Promise<Drawn> {
  const pages = UTIF.decode(request.bytes);
  const [first] = pages;
  if (first === undefined) throw new Unshown('damaged');
  const tags = first as unknown as Readonly<Record<string, readonly unknown[] | undefined>>;
  mustFit(Number(tags[widthTag]?.[0]), Number(tags[heightTag]?.[0]));
  UTIF.decodeImage(request.bytes, first);
  const rgba = UTIF.toRGBA8(first);
  const { width, height } = first;
  if (rgba.length !== width * height * 4) throw new Unshown('damaged');
  const pixels = new ImageData(new Uint8ClampedArray(rgba), width, height);
  const picture = await createImageBitmap(pixels);
  try {
    return { ...paint(picture, { width, height }, request, canvas), pages: pages.length };
  } finally {
    picture.close();
  }
}
