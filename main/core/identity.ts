/** Law 4: a document is who it is for, where it goes, and the bytes; never a path. */
import type { EmployeeId, IdentityKey } from './model.ts';
import type { Hasher } from './ports.ts';

/** As it stands in receipts and journals. */
export function identityOf(
  hasher: Hasher,
  employeeId: EmployeeId,
  target: string,
  sha256: string,
): IdentityKey {
  return hasher.sha256(`${employeeId}\n${target}\n${sha256}`) as IdentityKey;
}
