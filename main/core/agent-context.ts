/** What the planner may look at, gathered from all that the agent knows at this moment. */
import { definitionsFreshMs, directoryFreshMs, recordFreshMs, type World } from './agent-world.ts';
import type { PlanContext } from './plan/context.ts';
import { sameSignature } from './document.ts';
import { contentTypeFor } from './settle/content-types.ts';
import { hasEndMark } from './settle/formats/index.ts';

const quietWithoutEndMark = 3;
/** Lucca cuts the connection above 100 MB; the multipart frame needs a little of that. */
const maxBytes = 100_000_000 - 4_096;

/** At fifty requests a minute, what is read in one go leaves before it is old. */
const readAhead = { atLeast: 20, employees: 50, documents: 200 };

/** What only the loop knows. */
export interface Moment {
  readonly questionsDueAt: number;
  readonly obstacle: PlanContext['obstacle'];
  readonly readingDirectory: boolean;
  readonly readingFields: boolean;
}

/** Readings that are too old are forgotten here. */
export function contextOf(world: World, moment: Moment): PlanContext {
  const { memory, ports, options } = world;
  const { settings } = options;
  const dryRun = options.dryRun ?? false;
  // Between the generations a file is sent by the one and stands in the other: both must take it.
  const generation = settings.tenant.api === '2024-11-01' ? '2024-11-01' : 'legacy';
  const now = ports.clock.now();
  for (const [id, record] of world.records)
    if (record.readAt <= now - recordFreshMs) world.records.delete(id);
  for (const [id, at] of world.notShown) if (at <= now - recordFreshMs) world.notShown.delete(id);
  const readAt = memory.directory?.readAt ?? 0;
  return {
    now,
    documents: memory.documents,
    live: memory.live,
    bySha: memory.bySha,
    byPlace: memory.byPlace,
    receipts: memory.receipts,
    receiptsBySha: memory.receiptsBySha,
    receiptsByFile: memory.receiptsByFile,
    ownFiles: memory.ownFiles,
    replacedFiles: memory.replacedFiles,
    proofs: memory.proofs,
    records: world.records,
    notShown: world.notShown,
    knowledge: memory.knowledge,
    busyDocuments: world.busyDocuments,
    busyEmployees: world.busyEmployees,
    place: world.place,
    finding(document) {
      const found = world.findings.get(document.id);
      const signature =
        (document.state === 'filed' ? document.changed?.signature : null) ?? document.signature;
      return found !== undefined && sameSignature(found.at, signature) ? found.finding : null;
    },
    identity: world.identity,
    quietMs: (document) =>
      dryRun
        ? 0
        : settings.settle.quietSeconds * 1_000 * (hasEndMark(document.path) ? 1 : quietWithoutEndMark),
    incompleteMs: settings.settle.incompleteSeconds * 1_000,
    typeRefused: (document) =>
      contentTypeFor(document.path, document.inspection?.contentType, generation).kind === 'refused',
    maxBytes,
    // A dry run sends nothing and works everything out.
    readAhead: dryRun ? { atLeast: Infinity, employees: Infinity, documents: Infinity } : readAhead,
    questionsDueAt: moment.questionsDueAt,
    obstacle: moment.obstacle,
    definitionsKnown: now - world.definitions.readAt < definitionsFreshMs && !moment.readingFields,
    directoryFresh: now - readAt < directoryFreshMs && !moment.readingDirectory,
  };
}
