/**
 * What each generation lists as accepted, name by name: the legacy upload page ([DOC] research, lucca-api §5.1) and
 * seed 001 ([DOC]). Nothing is added and nothing left out; a test holds both against the lists in `test/fixtures`.
 */
export type Generation = 'legacy' | '2024-11-01';

const words = (text: string): readonly string[] => text.trim().split(/\s+/);
const prefixed = (prefix: string, text: string): readonly string[] =>
  words(text).map((name) => `${prefix}${name}`);

/** In both lists. */
const both: readonly string[] = [
  'message/rfc822',
  ...prefixed(
    'image/',
    `heic heif jpe jpg pjpeg gif bmp tif tiff x-dcraw x-jb2 x-jbig2 x-jpf x-ms-bmp x-panasonic-raw x-pcx x-icon x-png
     vnd.microsoft.icon webp x-portable-anymap`,
  ),
  ...prefixed('text/', 'plain csv rtf calendar comma-separated-values markdown'),
  ...prefixed(
    'application/',
    `pdf msword xls x-csv ms-excel vnd.ms-office vnd.ms-word vnd.ms-outlook vnd.ms-powerpoint vnd.ms-excel
     x-7z-compressed rar x-rar zip csv rtf text txt x-pdf`,
  ),
  ...prefixed('application/vnd.oasis.opendocument.', 'text spreadsheet presentation graphics'),
  ...prefixed(
    'application/vnd.openxmlformats-officedocument.',
    `wordprocessingml.document spreadsheetml.sheet presentationml.presentation presentationml.slideshow
     presentationml.template`,
  ),
];

/** In seed 001 alone. */
const newerOnly: readonly string[] = [
  'binary/octet-stream',
  'unknown/unknown',
  'audio/mpeg',
  'video/mp4',
  'image/png',
  'image/svg+xml',
  ...prefixed('text/', 'css html xml x-affix'),
  ...prefixed(
    'application/',
    `vnd.ms-excel.sheet.binary.macroEnabled.12 vnd.ms-excel.sheet.macroEnabled.12 vnd.ms-pki.stl
     vnd.ms-xpsdocument andrew-inset binary download force-download x-download hta javascript json mac-binhex40
     oleobject pkcs7-signature postscript unknown x-iwork-keynote-sffkey x-ms-application x-ms-manifest x-msdownload
     x-unknown x-zip-compressed xml x-wine-extension-ini vnd.hp-hpgl x-sega-pico-rom`,
  ),
];

export const listed: Readonly<Record<Generation, ReadonlySet<string>>> = {
  legacy: new Set(both),
  '2024-11-01': new Set([...both, ...newerOnly]),
};
