/**
 * Writes in doubt that no document stands for any more: a person directed it elsewhere or left it aside while its
 * employee was gone from Lucca. What such a write may have cost is put back once that record can be read again.
 *
 * Invariant (law 5): what the ledger saw before a write is known until the write is settled, whatever becomes of the
 * document.
 */
import { portsFor } from './agent-attach.ts';
import { isStopped } from './agent-attachments.ts';
import type { World } from './agent-world.ts';
import { mendLostRows } from './file/mend.ts';
import type { EmployeeId, TargetKey } from './model.ts';
import { placeKey } from './plan/context.ts';

export interface Doubts {
  /** Looks in the ledger for what there is: at the start, and after answers. */
  find(): Promise<void>;
  /** Settles those that nobody else does. */
  settleLeft(): void;
}

interface Doubt {
  readonly employeeId: EmployeeId;
  readonly target: TargetKey;
  triedAt: number;
}

/** Between two tries for one that could not be settled, in milliseconds. */
const tryEveryMs = 10 * 60_000;

export function createDoubts(world: World, run: (task: () => Promise<void>) => void): Doubts {
  const { memory, ports } = world;
  const known = new Map<string, Doubt>();

  /** Documents on their way settle what they left in doubt themselves. */
  function isStoodFor({ employeeId, target }: Doubt): boolean {
    return (memory.byPlace.get(placeKey(employeeId, target)) ?? []).some((document) => {
      const state = 'resume' in document ? document.resume : document.state;
      return state === 'attaching';
    });
  }

  async function settle(doubt: Doubt): Promise<void> {
    const { employeeId, target: key } = doubt;
    const target = world.targetOf(key);
    if (target === null || (await ports.ledger.rowsSeen(employeeId, key)) === null) {
      known.delete(placeKey(employeeId, key));
      return;
    }
    const reservation = await world.gateway.reserve(2, 'backlog');
    try {
      const filing = portsFor(world, employeeId, reservation, 'backlog');
      const query = { ...world.wanted(), employeeIds: [employeeId] };
      const reading = await filing.read(query);
      const record =
        reading.kind === 'applied' ? reading.value.find((one) => one.employeeId === employeeId) : undefined;
      if (record === undefined) return;
      await filing.learn({ kind: 'record', record });
      const doubts = [{ target, wrote: [], replaced: [], stopped: isStopped(world, target) }];
      if ((await mendLostRows(doubts, record, query, filing)) === null) return;
      await world.transact(() => [{ kind: 'rows-seen', employeeId, target: key, rows: null }]);
      world.rowsRead.delete(placeKey(employeeId, key));
      known.delete(placeKey(employeeId, key));
    } finally {
      await reservation.giveBack();
    }
  }

  return {
    async find() {
      for (const { employeeId, target } of await ports.ledger.rowsInDoubt()) {
        const key = placeKey(employeeId, target);
        if (!known.has(key)) known.set(key, { employeeId, target, triedAt: -Infinity });
      }
    },
    settleLeft() {
      const now = ports.clock.monotonic();
      for (const doubt of known.values()) {
        const { employeeId } = doubt;
        const isListed = memory.directory?.employees.some(({ id }) => id === employeeId) ?? false;
        if (!isListed || now < doubt.triedAt + tryEveryMs || isStoodFor(doubt)) continue;
        if (world.busyEmployees.has(employeeId)) continue;
        doubt.triedAt = now;
        world.busyEmployees.add(employeeId);
        run(() =>
          settle(doubt).finally(() => {
            world.busyEmployees.delete(employeeId);
          }),
        );
      }
    },
  };
}
