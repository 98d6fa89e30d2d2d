/** The content type of a file from its first bytes and its name. */
import { fileTypeFromBuffer } from 'file-type';
import { contentTypeFor, executableTypeOf } from '../../core/settle/content-types.ts';
import type { DocumentKind } from '../../core/settle/formats/index.ts';

/** How much of a file is looked at. */
export const headLength = 64 * 1024;

const typeByKind: Partial<Record<DocumentKind, string>> = {
  pdf: 'application/pdf',
  zip: 'application/zip',
  ole: 'application/x-cfb',
  rtf: 'application/rtf',
};

/**
 * The type to send where the file is taken, by whichever generation takes more; else what was seen, which
 * `contentTypeFor` refuses again.
 */
export async function sniffContentType(name: string, head: Uint8Array, kind: DocumentKind): Promise<string> {
  const seen = executableTypeOf(head) ?? (await typeSeen(head)) ?? typeByKind[kind] ?? null;
  return contentTypeFor(name, seen, '2024-11-01').contentType;
}

async function typeSeen(head: Uint8Array): Promise<string | null> {
  try {
    return (await fileTypeFromBuffer(head))?.mime ?? null;
  } catch {
    // It throws for some cut or odd beginnings; then the name decides.
    return null;
  }
}
