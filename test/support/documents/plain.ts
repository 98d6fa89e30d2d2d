/** Text and mail. */
import type { Sheet } from './sheets.ts';

export function txtOf(sheets: readonly Sheet[]): Buffer {
  const pages = sheets.map((sheet) =>
    [
      ...sheet.issuer,
      '',
      sheet.title,
      sheet.reference,
      '',
      ...sheet.paragraphs,
      '',
      sheet.signedBy ?? '',
    ].join('\r\n'),
  );
  return Buffer.from(`${pages.join('\r\n\f\r\n')}\r\n`, 'utf8');
}

const lines76 = (base64: string) => base64.replace(/.{1,76}/g, '$&\r\n');

/** A header word that is not ASCII (RFC 2047). */
const word = (text: string) => `=?UTF-8?B?${Buffer.from(text, 'utf8').toString('base64')}?=`;

/** A mail with the document attached, as a person drags it from a mail program into a folder. */
export function emlOf(
  sheet: Sheet,
  attached: { readonly fileName: string; readonly bytes: Uint8Array },
): Buffer {
  const seam = '=_classeur_0001';
  return Buffer.from(
    [
      'From: accueil@example.invalid',
      'To: rh@example.invalid',
      `Subject: ${word(sheet.title)}`,
      'Date: Mon, 02 Nov 2026 09:00:00 +0100',
      `Message-ID: <${Buffer.from(sheet.reference).toString('hex')}@example.invalid>`,
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${seam}"`,
      '',
      `--${seam}`,
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      lines76(Buffer.from(sheet.paragraphs.join('\n'), 'utf8').toString('base64')),
      `--${seam}`,
      'Content-Type: application/pdf',
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename="${attached.fileName}"`,
      '',
      lines76(Buffer.from(attached.bytes).toString('base64')),
      `--${seam}--`,
      '',
    ].join('\r\n'),
  );
}
