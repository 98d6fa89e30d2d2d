import type { PreviewRequest, Refusal } from '../src/preview/protocol.ts';

/** A page that is not shown, and why. */
export class Unshown extends Error {
  readonly why: Refusal;
  constructor(why: Refusal) {
    super(why);
    this.why = why;
  }
}

/** Pixels that are decoded at most: an A3 sheet at 600 dots an inch, and no bomb. */
export const mostPixels = 80_000_000;

/** Throws for a picture that would not fit into memory, or has no size at all. */
export function mustFit(width: number, height: number): void {
  if (!(width > 0 && height > 0)) throw new Unshown('damaged');
  if (width * height > mostPixels) throw new Unshown('large');
}

export interface Drawn {
  readonly width: number;
  readonly height: number;
  readonly pages: number | null;
}

/** As large as the box allows, in CSS pixels. Never less than a pixel, however long and thin a page is. */
export function fitInto(
  box: Pick<PreviewRequest, 'width' | 'height'>,
  width: number,
  height: number,
): { readonly width: number; readonly height: number } {
  const scale = Math.min(box.width / width, box.height / height);
  return {
    width: Math.min(box.width, Math.max(1, Math.round(width * scale))),
    height: Math.min(box.height, Math.max(1, Math.round(height * scale))),
  };
}

/** Draws a picture into a canvas of the size that its box allows. */
export function paint(
  source: CanvasImageSource,
  size: { readonly width: number; readonly height: number },
  request: PreviewRequest,
  canvas: HTMLCanvasElement,
): { readonly width: number; readonly height: number } {
  const fitted = fitInto(request, size.width, size.height);
  canvas.width = Math.max(1, Math.round(fitted.width * request.scale));
  canvas.height = Math.max(1, Math.round(fitted.height * request.scale));
  const context = canvas.getContext('2d', { alpha: false });
  if (context === null) throw new Unshown('large');
  context.fillStyle = 'white';
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.imageSmoothingQuality = 'high';
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  return fitted;
}
