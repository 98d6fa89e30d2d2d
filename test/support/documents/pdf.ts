/** PDF as two kinds of machine write it: a word processor (text), and a scanner (one JPEG a page). */
import { deflateSync } from 'node:zlib';
import type { Sheet } from './sheets.ts';

/** One page: text set in Helvetica, or a JPEG that fills the paper. */
export type PdfPage =
  | { readonly kind: 'text'; readonly sheet: Sheet }
  | { readonly kind: 'image'; readonly jpeg: Uint8Array; readonly width: number; readonly height: number };

const a4 = { width: 595, height: 842 };

/** Bytes of Windows-1252 for what Latin-1 lacks; other letters fall back to their base. */
const windows1252: Readonly<Record<string, number>> = {
  '’': 0x92,
  '–': 0x96,
  '—': 0x97,
  œ: 0x9c,
  Œ: 0x8c,
  '€': 0x80,
};
const plainLetters: Readonly<Record<string, string>> = { ł: 'l', Ł: 'L', đ: 'd', Đ: 'D', ı: 'i' };

function encode(text: string): Buffer {
  const bytes: number[] = [];
  for (const letter of text.normalize('NFC')) {
    const code = letter.codePointAt(0) ?? 63;
    const base = plainLetters[letter] ?? letter.normalize('NFD').charAt(0);
    if (code < 0x80 || (code >= 0xa0 && code <= 0xff)) bytes.push(code);
    else bytes.push(windows1252[letter] ?? (base.charCodeAt(0) < 0x80 ? base.charCodeAt(0) : 63));
  }
  return Buffer.from(bytes);
}

const literal = (text: string) =>
  encode(text)
    .toString('latin1')
    .replace(/[\\()]/g, '\\$&');

function wrapped(text: string, letters: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= letters)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}

function textOf(sheet: Sheet): string {
  const out: string[] = [];
  let y = a4.height - 64;
  const put = (text: string, size: number, font: 'F1' | 'F2', x = 64) => {
    out.push(`BT /${font} ${size} Tf ${x} ${y} Td (${literal(text)}) Tj ET`);
    y -= Math.round(size * 1.5);
  };
  for (const text of sheet.issuer) put(text, 10, 'F1');
  y -= 36;
  put(sheet.title, 18, 'F2');
  put(sheet.reference, 9, 'F1');
  y -= 18;
  for (const paragraph of sheet.paragraphs) {
    for (const text of wrapped(paragraph, 88)) put(text, 11, 'F1');
    y -= 8;
  }
  if (sheet.signedBy !== null) {
    y -= 30;
    put(sheet.signedBy, 11, 'F1', 330);
  }
  return out.join('\n');
}

/** Numbered objects, then the table that says where each one lies. */
class Body {
  private readonly parts: Buffer[] = [Buffer.from('%PDF-1.5\n%\xe2\xe3\xcf\xd3\n', 'latin1')];
  private readonly places: number[] = [];
  private length = this.parts[0]?.length ?? 0;

  private push(part: Buffer) {
    this.parts.push(part);
    this.length += part.length;
  }

  object(number: number, dictionary: string, stream?: Uint8Array): void {
    this.places[number] = this.length;
    this.push(Buffer.from(`${number} 0 obj\n${dictionary}\n`, 'latin1'));
    if (stream !== undefined) {
      this.push(Buffer.from('stream\n'));
      this.push(Buffer.from(stream));
      this.push(Buffer.from('\nendstream\n'));
    }
    this.push(Buffer.from('endobj\n'));
  }

  end(info: number): Buffer {
    const start = this.length;
    const rows = this.places.slice(1).map((place) => `${String(place).padStart(10, '0')} 00000 n \n`);
    const size = this.places.length;
    this.push(Buffer.from(`xref\n0 ${size}\n0000000000 65535 f \n${rows.join('')}`));
    this.push(
      Buffer.from(`trailer\n<< /Size ${size} /Root 1 0 R /Info ${info} 0 R >>\nstartxref\n${start}\n%%EOF\n`),
    );
    return Buffer.concat(this.parts);
  }
}

/** A whole PDF of these pages. `title` is in its information, as scanners and word processors do. */
export function pdfOf(pages: readonly PdfPage[], title: string): Buffer {
  const body = new Body();
  const [catalog, tree, regular, bold, info] = [1, 2, 3, 4, 5] as const;
  const first = 6;
  const perPage = 3;
  const numberOf = (index: number) => first + index * perPage;
  body.object(catalog, `<< /Type /Catalog /Pages ${tree} 0 R >>`);
  const kids = pages.map((_, index) => `${numberOf(index)} 0 R`).join(' ');
  body.object(tree, `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`);
  const face = (name: string) =>
    `<< /Type /Font /Subtype /Type1 /BaseFont /${name} /Encoding /WinAnsiEncoding >>`;
  body.object(regular, face('Helvetica'));
  body.object(bold, face('Helvetica-Bold'));
  body.object(
    info,
    `<< /Title (${literal(title)}) /Producer (Classeur test documents) /CreationDate (D:20261102090000Z) >>`,
  );
  pages.forEach((page, index) => {
    const number = numberOf(index);
    const fonts = `/Font << /F1 ${regular} 0 R /F2 ${bold} 0 R >>`;
    const pictures = page.kind === 'image' ? `/XObject << /Im0 ${number + 2} 0 R >>` : '';
    body.object(
      number,
      `<< /Type /Page /Parent ${tree} 0 R /MediaBox [0 0 ${a4.width} ${a4.height}] /Resources << ${fonts} ${pictures} >> /Contents ${number + 1} 0 R >>`,
    );
    const drawing =
      page.kind === 'text' ? textOf(page.sheet) : `q ${a4.width} 0 0 ${a4.height} 0 0 cm /Im0 Do Q`;
    const packed = deflateSync(Buffer.from(drawing, 'latin1'));
    body.object(number + 1, `<< /Length ${packed.length} /Filter /FlateDecode >>`, packed);
    if (page.kind === 'image') {
      body.object(
        number + 2,
        `<< /Type /XObject /Subtype /Image /Width ${page.width} /Height ${page.height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${page.jpeg.length} >>`,
        page.jpeg,
      );
    } else {
      body.object(number + 2, 'null');
    }
  });
  return body.end(info);
}
