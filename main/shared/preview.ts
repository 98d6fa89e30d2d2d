/** Which documents can be looked at, and opened, judged by their name alone: their bytes are for the frame to judge. */

/** Larger ones are not read for a look at their first page. */
export const mostPreviewBytes = 30 * 1024 * 1024;

const pictured = new Set([
  ...['pdf', 'jpg', 'jpeg', 'jpe', 'jfif', 'png', 'gif', 'webp', 'bmp', 'tif', 'tiff'],
]);
/** What an office reads. Never a program, a script, or a page that a browser would run. */
const readable = new Set([
  ...pictured,
  ...['heic', 'heif', 'doc', 'docx', 'xls', 'xlsx', 'ppt', 'pptx', 'odt', 'ods', 'odp', 'rtf', 'txt', 'csv'],
  ...['eml', 'msg', 'zip'],
]);

const extensionOf = (fileName: string): string =>
  /\.([a-z0-9]{1,5})$/i.exec(fileName)?.[1]?.toLowerCase() ?? '';

/** Its first page can be drawn. */
export const isPictured = (fileName: string): boolean => pictured.has(extensionOf(fileName));

/** It may be handed to the program that the desktop has for it. */
export const mayBeOpened = (fileName: string): boolean => readable.has(extensionOf(fileName));
