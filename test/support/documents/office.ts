/** Word, LibreOffice and Excel files with the parts that their readers insist on. */
import { strToU8, zipSync, type Zippable } from 'fflate';
import type { Sheet } from './sheets.ts';

/** Local time on purpose: a zip keeps no zone, so the bytes are the same everywhere. */
const savedAt = new Date(2026, 10, 2, 9, 0, 0);
const head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';

function escape(text: string): string {
  return text.replace(/[<>&"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

function archive(parts: Readonly<Record<string, string>>, stored: readonly string[] = []): Buffer {
  const entries: Zippable = {};
  for (const [name, text] of Object.entries(parts)) {
    entries[name] = [strToU8(text), { mtime: savedAt, level: stored.includes(name) ? 0 : 6 }];
  }
  return Buffer.from(zipSync(entries, { mtime: savedAt }));
}

const packageTypes = 'http://schemas.openxmlformats.org/package/2006/content-types';
const packageLinks = 'http://schemas.openxmlformats.org/package/2006/relationships';
const officeLinks = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

function types(overrides: Readonly<Record<string, string>>): string {
  const rows = Object.entries(overrides).map(
    ([part, type]) => `<Override PartName="${part}" ContentType="${type}"/>`,
  );
  return `${head}<Types xmlns="${packageTypes}"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${rows.join('')}</Types>`;
}

function links(target: string, kind: string): string {
  return `${head}<Relationships xmlns="${packageLinks}"><Relationship Id="rId1" Type="${officeLinks}/${kind}" Target="${target}"/></Relationships>`;
}

const linesOf = (sheets: readonly Sheet[]) =>
  sheets.flatMap((sheet) => [
    ...sheet.issuer,
    sheet.title,
    sheet.reference,
    ...sheet.paragraphs,
    ...(sheet.signedBy === null ? [] : [sheet.signedBy]),
  ]);

export function docxOf(sheets: readonly Sheet[]): Buffer {
  const main = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  const paragraphs = linesOf(sheets).map(
    (text) => `<w:p><w:r><w:t xml:space="preserve">${escape(text)}</w:t></w:r></w:p>`,
  );
  return archive({
    '[Content_Types].xml': types({ '/word/document.xml': main }),
    '_rels/.rels': links('word/document.xml', 'officeDocument'),
    'word/document.xml': `${head}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>${paragraphs.join('')}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/></w:sectPr></w:body></w:document>`,
  });
}

export function xlsxOf(sheets: readonly Sheet[]): Buffer {
  const base = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const space = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
  const rows = linesOf(sheets).map(
    (text, row) =>
      `<row r="${row + 1}"><c r="A${row + 1}" t="inlineStr"><is><t xml:space="preserve">${escape(text)}</t></is></c></row>`,
  );
  return archive({
    '[Content_Types].xml': types({
      '/xl/workbook.xml': `${base}.sheet.main+xml`,
      '/xl/worksheets/sheet1.xml': `${base}.worksheet+xml`,
    }),
    '_rels/.rels': links('xl/workbook.xml', 'officeDocument'),
    'xl/workbook.xml': `${head}<workbook xmlns="${space}" xmlns:r="${officeLinks}"><sheets><sheet name="Feuille 1" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': links('worksheets/sheet1.xml', 'worksheet'),
    'xl/worksheets/sheet1.xml': `${head}<worksheet xmlns="${space}"><sheetData>${rows.join('')}</sheetData></worksheet>`,
  });
}

export function odtOf(sheets: readonly Sheet[]): Buffer {
  const space = 'urn:oasis:names:tc:opendocument:xmlns';
  const type = 'application/vnd.oasis.opendocument.text';
  const paragraphs = linesOf(sheets).map((text) => `<text:p>${escape(text)}</text:p>`);
  const content = `${head}<office:document-content xmlns:office="${space}:office:1.0" xmlns:text="${space}:text:1.0" office:version="1.2"><office:body><office:text>${paragraphs.join('')}</office:text></office:body></office:document-content>`;
  const manifest = `${head}<manifest:manifest xmlns:manifest="${space}:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="${type}"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>`;
  // First and stored as it is, so that the type stands at a fixed place in the file (ODF 1.2, part 3, section 3.3).
  return archive({ mimetype: type, 'content.xml': content, 'META-INF/manifest.xml': manifest }, ['mimetype']);
}
