/**
 * The content type that a document is sent with, and which files are not taken at all, by each generation's list
 * (content-type-lists.ts). Where a type has several names, the one that stands in both lists is sent. So a JPEG goes
 * as `image/jpg` (the seed's own example shows it; `image/jpeg` stands in neither list) and a PNG as `image/x-png`
 * (`image/png` is missing from the legacy list).
 *
 * Of what the newer list takes beyond the legacy one, HTML, SVG, XML and PostScript ask all the same: they run
 * scripts in whatever opens them. Macros and programs ask whatever a list says.
 */
import type { Generation } from './content-type-lists.ts';
import { extensionOf } from './formats/kind.ts';

export type ContentTypeVerdict =
  | { readonly kind: 'accepted'; readonly contentType: string }
  | {
      readonly kind: 'refused';
      /** `executable`: asks whatever the API takes. `not-taken`: not in Lucca's list. */
      readonly why: 'executable' | 'not-taken';
      /** What is sent where a person accepts the file all the same. */
      readonly contentType: string;
    };

const openXml = 'application/vnd.openxmlformats-officedocument';
const openDocument = 'application/vnd.oasis.opendocument';

/** Extension to content type, every one of them in the legacy list. */
const typeByExtension: Readonly<Record<string, string>> = {
  pdf: 'application/pdf',
  jpg: 'image/jpg',
  jpeg: 'image/jpg',
  jfif: 'image/jpg',
  jpe: 'image/jpe',
  png: 'image/x-png',
  gif: 'image/gif',
  bmp: 'image/bmp',
  dib: 'image/bmp',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heif',
  jb2: 'image/x-jb2',
  jbig2: 'image/x-jbig2',
  jpf: 'image/x-jpf',
  pcx: 'image/x-pcx',
  pnm: 'image/x-portable-anymap',
  ico: 'image/x-icon',
  eml: 'message/rfc822',
  msg: 'application/vnd.ms-outlook',
  txt: 'text/plain',
  csv: 'text/csv',
  md: 'text/markdown',
  ics: 'text/calendar',
  rtf: 'application/rtf',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  pps: 'application/vnd.ms-powerpoint',
  docx: `${openXml}.wordprocessingml.document`,
  xlsx: `${openXml}.spreadsheetml.sheet`,
  pptx: `${openXml}.presentationml.presentation`,
  ppsx: `${openXml}.presentationml.slideshow`,
  potx: `${openXml}.presentationml.template`,
  odt: `${openDocument}.text`,
  ods: `${openDocument}.spreadsheet`,
  odp: `${openDocument}.presentation`,
  odg: `${openDocument}.graphics`,
  zip: 'application/zip',
  rar: 'application/rar',
  '7z': 'application/x-7z-compressed',
};

/** Taken by the newer generation alone. */
const newerByExtension: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  mp4: 'video/mp4',
  json: 'application/json',
  css: 'text/css',
  xps: 'application/vnd.ms-xpsdocument',
  p7s: 'application/pkcs7-signature',
};

const taken = new Set(Object.values(typeByExtension));
const takenByNewer = new Set(Object.values(newerByExtension));

/** Other names for types of the table: as sniffers, mail programs and Lucca's own lists give them. */
const aliases: Readonly<Record<string, string>> = {
  'application/x-pdf': 'application/pdf',
  'image/jpeg': 'image/jpg',
  'image/pjpeg': 'image/jpg',
  'image/png': 'image/x-png',
  'image/apng': 'image/x-png',
  'image/tif': 'image/tiff',
  'image/heic-sequence': 'image/heic',
  'image/heif-sequence': 'image/heif',
  'image/x-ms-bmp': 'image/bmp',
  'image/vnd.microsoft.icon': 'image/x-icon',
  'text/rtf': 'application/rtf',
  'application/x-rar': 'application/rar',
  'application/x-rar-compressed': 'application/rar',
  'application/x-zip-compressed': 'application/zip',
  'application/csv': 'text/csv',
  'application/text': 'text/plain',
  'application/txt': 'text/plain',
  'text/comma-separated-values': 'text/csv',
  'application/oxps': 'application/vnd.ms-xpsdocument',
};

/** What a sniffer sees of a wrapping only: the name says what is in it. */
const wrappings: Readonly<Record<string, readonly string[]>> = {
  'application/zip': ['docx', 'xlsx', 'pptx', 'ppsx', 'potx', 'odt', 'ods', 'odp', 'odg', 'zip'],
  // An Office document with a password is such a file, whatever its name.
  'application/x-cfb': ['doc', 'xls', 'ppt', 'pps', 'msg', 'docx', 'xlsx', 'pptx', 'ppsx', 'potx'],
};

/** What a machine would run, by name: programs, scripts, installers, and documents that carry macros. */
const executableExtensions = new Set(
  (
    'exe com scr pif cpl msi msp msix appx dll sys drv ocx bat cmd ps1 psm1 psd1 vbs vbe vb js jse mjs cjs ' +
    'ws wsf wsh wsc sct hta jar lnk url reg inf scf chm hlp gadget application appref-ms sh bash zsh csh ksh fish ' +
    'command run bin elf so dylib app dmg pkg deb rpm apk ipa py pyc pyw rb pl php php5 phtml asp aspx jsp cgi lua ' +
    'tcl swf xll xlam ppam docm dotm xlsm xltm xlsb pptm potm ppsm ade adp mde vhd vhdx iso img'
  ).split(' '),
);

const executableTypes = new Set([
  'application/x-msdownload',
  'application/x-ms-application',
  'application/x-ms-shortcut',
  'application/x-elf',
  'application/x-mach-binary',
  'application/x-executable',
  'application/x-script',
  'application/x-shellscript',
  'application/x-msi',
  'application/java-archive',
  'application/java-vm',
  'application/wasm',
  'application/hta',
  'application/javascript',
  'application/vnd.android.package-archive',
  'application/x-shockwave-flash',
  'application/x-apple-diskimage',
  'application/x-deb',
  'application/x-rpm',
  'application/vnd.ms-word.document.macroenabled.12',
  'application/vnd.ms-excel.sheet.macroenabled.12',
  'application/vnd.ms-powerpoint.presentation.macroenabled.12',
]);

function isText(contentType: string): boolean {
  return contentType.startsWith('text/') || contentType === 'message/rfc822';
}

/**
 * Decides by the bytes first, by the name where the bytes say nothing or show a wrapping only.
 * `sniffed`: the type seen in the bytes, or the content type of an earlier verdict, which comes out unchanged: also
 * that of the other generation, as long as this one takes it.
 */
export function contentTypeFor(
  fileName: string,
  sniffed?: string | null,
  generation: Generation = 'legacy',
): ContentTypeVerdict {
  const extension = extensionOf(fileName);
  const seen = sniffed === undefined || sniffed === null ? null : sniffed.toLowerCase();
  const fallback = seen ?? 'application/octet-stream';
  if (executableExtensions.has(extension) || (seen !== null && executableTypes.has(seen)))
    return { kind: 'refused', why: 'executable', contentType: fallback };

  const newer = generation === '2024-11-01';
  const byName = typeByExtension[extension] ?? (newer ? newerByExtension[extension] : undefined);
  if (seen === null || seen === 'application/octet-stream')
    return byName === undefined
      ? { kind: 'refused', why: 'not-taken', contentType: fallback }
      : { kind: 'accepted', contentType: byName };

  const inside = wrappings[seen];
  if (inside !== undefined && byName !== undefined && inside.includes(extension))
    return { kind: 'accepted', contentType: byName };
  if (byName === seen) return { kind: 'accepted', contentType: seen };

  const canonical = aliases[seen] ?? seen;
  if (taken.has(canonical)) return { kind: 'accepted', contentType: canonical };
  // Sniffers take the first words of a text for this or that; text is text.
  if (byName !== undefined && isText(byName)) return { kind: 'accepted', contentType: byName };
  if (newer && takenByNewer.has(canonical)) return { kind: 'accepted', contentType: canonical };
  return { kind: 'refused', why: 'not-taken', contentType: seen };
}

/**
 * Programs and scripts by their first bytes, for what sniffers of documents do not look at; null where it is none.
 * `head`: the first bytes, at least 64 where there are as many.
 */
export function executableTypeOf(head: Uint8Array): string | null {
  const [a, b, c, d] = head;
  // MZ; a text may begin so, but has no NUL in it
  if (a === 0x4d && b === 0x5a && head.subarray(0, 64).includes(0)) return 'application/x-msdownload';
  if (a === 0x7f && b === 0x45 && c === 0x4c && d === 0x46) return 'application/x-elf';
  if (a === 0x23 && b === 0x21) return 'application/x-script'; // #!
  const word = ((a ?? 0) << 24) | ((b ?? 0) << 16) | ((c ?? 0) << 8) | (d ?? 0);
  const machO = [0xfeedface, 0xfeedfacf, 0xcefaedfe, 0xcffaedfe, 0xcafebabe];
  return machO.some((magic) => (magic | 0) === word) ? 'application/x-mach-binary' : null;
}
