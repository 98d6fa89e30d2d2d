/** Kinds of files, by the list of the legacy upload page. [DOC post-upload; research §5.1] */

const images =
  'heic,heif,jpe,jpg,pjpeg,gif,bmp,tif,tiff,x-dcraw,x-jb2,x-jbig2,x-jpf,x-ms-bmp,x-panasonic-raw,x-pcx,x-icon,x-png,vnd.microsoft.icon,webp,x-portable-anymap';
const texts = 'plain,csv,rtf,calendar,comma-separated-values,markdown';
const applications =
  'pdf,msword,xls,x-csv,ms-excel,vnd.ms-office,vnd.ms-word,vnd.ms-outlook,vnd.ms-powerpoint,vnd.ms-excel,x-7z-compressed,rar,x-rar,zip,csv,rtf,text,txt,x-pdf';
const openDocument = 'text,spreadsheet,presentation,graphics';
const openXml =
  'wordprocessingml.document,spreadsheetml.sheet,presentationml.presentation,presentationml.slideshow,presentationml.template';

const prefixed = (prefix: string, list: string): string[] => list.split(',').map((name) => prefix + name);

export const legacyContentTypes: ReadonlySet<string> = new Set([
  'message/rfc822',
  ...prefixed('image/', images),
  ...prefixed('text/', texts),
  ...prefixed('application/', applications),
  ...prefixed('application/vnd.oasis.opendocument.', openDocument),
  ...prefixed('application/vnd.openxmlformats-officedocument.', openXml),
]);

/** The list has neither image/png nor image/jpeg: its own names for them stand here. */
const byExtension: Readonly<Record<string, string>> = {
  '.pdf': 'application/pdf',
  '.jpg': 'image/jpg',
  '.jpeg': 'image/jpg',
  '.jpe': 'image/jpe',
  '.png': 'image/x-png',
  '.gif': 'image/gif',
  '.bmp': 'image/bmp',
  '.tif': 'image/tif',
  '.tiff': 'image/tiff',
  '.heic': 'image/heic',
  '.heif': 'image/heif',
  '.webp': 'image/webp',
  '.ico': 'image/x-icon',
  '.txt': 'text/plain',
  '.csv': 'text/csv',
  '.rtf': 'text/rtf',
  '.ics': 'text/calendar',
  '.md': 'text/markdown',
  '.eml': 'message/rfc822',
  '.msg': 'application/vnd.ms-outlook',
  '.doc': 'application/msword',
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xls': 'application/vnd.ms-excel',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.ppt': 'application/vnd.ms-powerpoint',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.odt': 'application/vnd.oasis.opendocument.text',
  '.ods': 'application/vnd.oasis.opendocument.spreadsheet',
  '.odp': 'application/vnd.oasis.opendocument.presentation',
  '.odg': 'application/vnd.oasis.opendocument.graphics',
  '.zip': 'application/zip',
  '.7z': 'application/x-7z-compressed',
  '.rar': 'application/x-rar',
};

/** With the dot, as Lucca gives it; empty where there is none. */
export const extensionOf = (name: string): string => /\.[^./\\]+$/.exec(name)?.[0] ?? '';

/** The extension decides, then the part's own header. */
export function contentTypeOf(name: string, partHeader: string | null): string {
  const known = byExtension[extensionOf(name).toLowerCase()];
  if (known) return known;
  const given = partHeader?.split(';')[0]!.trim().toLowerCase();
  return given === undefined || given === '' ? 'application/octet-stream' : given;
}
