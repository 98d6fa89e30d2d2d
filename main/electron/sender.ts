/** Whom the main process listens to: the top frame of our own window, at our own address, and nobody else. */

export interface Sender {
  /** Of the web contents that sent it. */
  readonly contentsId: number;
  /** Null when the frame has gone meanwhile: untrusted. */
  readonly frame: { readonly url: string; readonly top: boolean } | null;
}

export function isOurs(
  sender: Sender,
  own: { readonly contentsId: number; readonly origin: string },
): boolean {
  if (sender.contentsId !== own.contentsId || sender.frame?.top !== true) return false;
  try {
    const url = new URL(sender.frame.url);
    return `${url.protocol}//${url.host}` === own.origin;
  } catch {
    return false;
  }
}
