/**
 * File, first half: upload stages.
 *
 * Invariant (laws 3 and 4): the bytes hashed are the bytes sent. What Lucca received is this document only
 * when the hash of what left equals the hash that was judged, and the file did not change meanwhile.
 */
import { nameOf } from '../document.ts';
import type { FileId, Inspection, Sha256, Signature, TreePath } from '../model.ts';
import type { Files, Outcome, UploadRequest, UploadedFile } from '../ports.ts';

export type UploadResult =
  | { readonly kind: 'uploaded'; readonly fileId: FileId }
  /** The file is not what was judged. `orphan`: what Lucca may have received of it. */
  | {
      readonly kind: 'changed';
      readonly orphan: { readonly fileId: FileId | null; readonly sha256: Sha256 } | null;
    }
  | { readonly kind: 'outcome'; readonly outcome: Exclude<Outcome<UploadedFile>, { kind: 'applied' }> };

export interface UploadInput {
  readonly path: TreePath;
  readonly signature: Signature;
  readonly inspection: Inspection;
  readonly onProgress: (sentBytes: number) => void;
}

export async function upload(
  input: UploadInput,
  files: Files,
  send: (request: UploadRequest) => Promise<Outcome<UploadedFile>>,
): Promise<UploadResult> {
  const document = await files.open(input.path, input.signature);
  if (document === null) return { kind: 'changed', orphan: null };
  try {
    const outcome = await send({
      document,
      // As on disk, in NFC: what a person reads in Lucca.
      fileName: nameOf(input.path).normalize('NFC'),
      contentType: input.inspection.contentType,
      onProgress: input.onProgress,
    });
    if (outcome.kind !== 'applied') return { kind: 'outcome', outcome };
    const sent = await document.finish();
    const { fileId } = outcome.value;
    if (sent.sha256 !== input.inspection.sha256 || !sent.unchanged)
      return { kind: 'changed', orphan: { fileId, sha256: sent.sha256 } };
    return { kind: 'uploaded', fileId };
  } finally {
    await document.close();
  }
}
