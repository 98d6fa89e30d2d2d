/**
 * Whether the Secret Service is locked. libsecret answers "no such secret" for a secret in a locked collection whose
 * prompt was dismissed or could not be shown ([M]): without asking, a locked keychain looks like a missing key.
 */
import { execFile } from 'node:child_process';

/** The property of the default collection; asking for it shows no prompt. */
const question = [
  '--session',
  '--print-reply',
  '--reply-timeout=3000',
  '--dest=org.freedesktop.secrets',
  '/org/freedesktop/secrets/aliases/default',
  'org.freedesktop.DBus.Properties.Get',
  'string:org.freedesktop.Secret.Collection',
  'string:Locked',
];

/** False where it is open, where there is none, and where it cannot be asked. */
export function isSecretServiceLocked(): Promise<boolean> {
  return new Promise((resolve) => {
    execFile('dbus-send', question, { timeout: 5000, windowsHide: true }, (error, output) =>
      resolve(error === null && /boolean true/.test(output)),
    );
  });
}
