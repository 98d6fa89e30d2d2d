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

const mostKept = 20_000;

/** The same, where it is asked for again and again: planning asks of every open document. */
export function createIdentities(
  hasher: Hasher,
): (employeeId: EmployeeId, target: string, sha256: string) => IdentityKey {
  const known = new Map<string, IdentityKey>();
  return (employeeId, target, sha256) => {
    const name = `${employeeId}\n${target}\n${sha256}`;
    let identity = known.get(name);
    if (identity === undefined) {
      if (known.size >= mostKept) known.clear();
      identity = identityOf(hasher, employeeId, target, sha256);
      known.set(name, identity);
    }
    return identity;
  };
}
