import { accessSync, constants } from 'node:fs';

/** Whether this account may write in a folder, as far as the system tells without trying. */
export function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
