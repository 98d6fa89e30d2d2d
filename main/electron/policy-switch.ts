/**
 * Where the policy of this machine lies. End-to-end tests cannot lay one down for all of a machine: with `--e2e` they
 * name a file of their own. Only where the machine has none, so that the switch takes no policy away from anybody.
 */
import { lstatSync } from 'node:fs';
import { machinePolicy } from '../adapters/settings/policy-place.ts';
import type { PolicyPlace } from '../adapters/settings/policy-place.ts';
import type { Switches } from './switches.ts';

export function policyPlaceFor(
  { e2e, policy }: Pick<Switches, 'e2e' | 'policy'>,
  machine: PolicyPlace = machinePolicy(),
): PolicyPlace {
  if (!e2e || policy === null || !hasNone(machine)) return machine;
  const own = process.getuid?.();
  return { path: policy, owners: own === undefined ? null : [0, own] };
}

/** A place that this account may not look into is not known to be empty. */
function hasNone({ path }: PolicyPlace): boolean {
  try {
    lstatSync(path);
    return false;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ENOENT';
  }
}
