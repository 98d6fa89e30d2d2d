/** What bytes are, by their own first ones: a name may say anything. An SVG is a program to a browser, and none of these. */

export type DrawnKind = 'pdf' | 'tiff' | 'picture';

const text = (bytes: Uint8Array, from: number, to: number): string =>
  String.fromCharCode(...bytes.subarray(from, to));

export function kindOf(bytes: Uint8Array): DrawnKind | null {
  const tiff = text(bytes, 0, 4);
  if (tiff === 'II*\0' || tiff === 'MM\0*') return 'tiff';
  if (pixelsOf(bytes) !== null) return 'picture';
  // Some scanners write a few lines of their own before it.
  return text(bytes, 0, 1024).includes('%PDF-') ? 'pdf' : null;
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
}

/** The size that a picture says it has, before anything of it is decoded. Null for what is no picture. */
export function pixelsOf(bytes: Uint8Array): Pixels | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  try {
    if (text(bytes, 0, 8) === '\x89PNG\r\n\x1a\n')
      return { width: view.getUint32(16), height: view.getUint32(20) };
    if (text(bytes, 0, 4) === 'GIF8')
      return { width: view.getUint16(6, true), height: view.getUint16(8, true) };
    if (text(bytes, 0, 2) === 'BM')
      return { width: Math.abs(view.getInt32(18, true)), height: Math.abs(view.getInt32(22, true)) };
    if (text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP') return webp(bytes, view);
    return text(bytes, 0, 3) === '\xff\xd8\xff' ? jpeg(view) : null;
  } catch {
    // It ends before it has said how large it is.
    return { width: 0, height: 0 };
  }
}

function webp(bytes: Uint8Array, view: DataView): Pixels {
  switch (text(bytes, 12, 16)) {
    case 'VP8X':
      return {
        width: (view.getUint32(24, true) & 0xffffff) + 1,
        height: (view.getUint32(26, true) >>> 8) + 1,
      };
    case 'VP8L': {
      const both = view.getUint32(21, true);
      return { width: (both & 0x3fff) + 1, height: ((both >>> 14) & 0x3fff) + 1 };
    }
    default:
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff };
  }
}

/** Segment by segment up to the one that begins a frame. */
function jpeg(view: DataView): Pixels {
  let at = 2;
  for (;;) {
    if (view.getUint8(at) !== 0xff) return { width: 0, height: 0 };
    const marker = view.getUint8(at + 1);
    // Filling bytes, and markers that stand alone.
    if (marker === 0xff) at += 1;
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return { width: view.getUint16(at + 7), height: view.getUint16(at + 5) };
    else at += 2 + view.getUint16(at + 2);
  }
}
