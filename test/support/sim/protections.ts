/**
 * What protects documents, one line of the core each, and what the line becomes when the protection is switched off.
 * The product has no such switches: the simulation is built with the line changed. A line that is not found any more
 * is an error, so this list cannot rot.
 */
export interface Protection {
  readonly name: string;
  /** What a person would lose without it. */
  readonly keeps: string;
  readonly changes: readonly Change[];
  /** A history that finds it. Where the simulation has changed since, another one will. */
  readonly seed: number;
}

export interface Change {
  readonly file: string;
  readonly line: string;
  readonly without: string;
}

export const protections: readonly Protection[] = [
  {
    name: 'read-after-unknown-outcome',
    keeps: 'a write whose answer was lost is not done twice',
    seed: 8,
    changes: [
      {
        file: 'main/core/file/attach.ts',
        line: 'if (before === null || recovering || attachments.some(mayBeStale)) {',
        without: 'if (before === null || attachments.some(mayBeStale)) {',
      },
    ],
  },
  {
    name: 'rest-after-unknown-outcome',
    keeps: 'a write that Lucca finishes late is not done twice',
    seed: 19,
    changes: [
      {
        file: 'main/core/plan/plan.ts',
        line: 'export const unknownRestMs = 6_000;',
        without: 'export const unknownRestMs = 0;',
      },
    ],
  },
  {
    name: 'intent-before-write',
    keeps: 'a write that a crash interrupted is known to the next start',
    seed: 74,
    changes: [
      {
        file: 'main/core/agent-intend.ts',
        line: "document: { ...withoutState(current), state: 'attaching', stateAt: now },",
        without: 'document: current,',
      },
      // The rows that were seen before a write tell of it as well.
      {
        file: 'main/core/agent-attach.ts',
        line: 'if ((await ports.ledger.rowsSeen(employeeId, key)) !== null) return true;',
        without: 'void key;',
      },
    ],
  },
  {
    name: 'journals-at-takeover',
    keeps: 'what another agent filed is not filed again',
    seed: 43,
    changes: [
      {
        file: 'main/core/agent.ts',
        line: '      await intake.takeJournals();\n',
        without: '',
      },
    ],
  },
  {
    name: 'unproven-in-a-new-ledger',
    keeps: 'what an earlier ledger filed is not filed again',
    seed: 92,
    changes: [
      {
        file: 'main/core/plan/observe.ts',
        line: 'input.recovering ||\n      unproven.has(file.size) ||\n      input.unlooked.some((folder) => isBelow(file.path, folder)),',
        without: 'false,',
      },
    ],
  },
  {
    name: 'lease',
    keeps: 'two PCs never work on the same root at once',
    seed: 2,
    changes: [
      {
        file: 'main/core/agent.ts',
        line: "const lease: Vitals['lease'] = dryRun ? { kind: 'held' } : await ports.lease.beat();",
        without: "const lease: Vitals['lease'] = { kind: 'held' };",
      },
      {
        file: 'main/core/agent.ts',
        line: 'lease: dryRun ? { mayWork: true } : ports.lease,',
        without: 'lease: { mayWork: true },',
      },
    ],
  },
  {
    name: 'budget',
    keeps: 'no request too many leaves in a minute',
    seed: 2,
    changes: [
      {
        file: 'main/core/agent-gate.ts',
        line: 'if (left < places) return budget(log(), most - places + 1, now).nextAt - now;',
        without: '',
      },
      {
        file: 'main/core/agent-gate.ts',
        line: 'return paceAllows(pace, urgency, { counted, allowed: most }) - clock.monotonic();',
        without: 'return 0;',
      },
    ],
  },
  {
    name: 'retry-after',
    keeps: 'nothing is sent before Lucca wants to hear again',
    seed: 69,
    changes: [
      {
        file: 'main/core/agent-gate.ts',
        line: 'if (held > 0) return held;',
        without: '',
      },
    ],
  },
  {
    name: 'whole-documents-only',
    keeps: 'a half-written scan is not sent',
    seed: 6,
    changes: [
      {
        file: 'main/core/agent-inspect.ts',
        line: "      case 'incomplete':\n        world.findings.set(id, {",
        without:
          "      case 'incomplete':\n        return [{ kind: 'document', document: { ...current, inspection: result.inspection } }];\n        world.findings.set(id, {",
      },
    ],
  },
  {
    name: 'bytes-hashed-are-bytes-sent',
    keeps: 'a scan that changes while it is sent is not filed as what it was',
    seed: 107,
    changes: [
      {
        file: 'main/core/file/upload.ts',
        line: 'if (sent.sha256 !== input.inspection.sha256 || !sent.unchanged)',
        without: 'if (sent.sha256 === ("" as Sha256))',
      },
    ],
  },
  {
    name: 'nothing-in-the-way',
    keeps: "nobody's single value is written over unasked",
    seed: 206,
    changes: [
      {
        file: 'main/core/file/write-plan.ts',
        line: 'if (!attachment.mayReplace) return true;',
        without: '',
      },
    ],
  },
  {
    name: 'rows-put-back',
    keeps: 'rows that a tenant drops on a write stand again',
    seed: 3,
    changes: [
      {
        file: 'main/core/file/write-all.ts',
        line: 'const lost = lostRows(before, after, target.field, replaced);',
        without: 'const lost: readonly FieldValue[] = [];',
      },
    ],
  },
  {
    name: 'rows-remembered',
    keeps: 'rows that a write of unknown outcome cost stand again',
    seed: 18,
    changes: [
      {
        file: 'main/core/file/attach.ts',
        line: 'const mended = await mendLostRows(doubtsOf(attachments), record, query, ports);',
        without: 'const mended: EmployeeRecord | null = record;',
      },
    ],
  },
  {
    name: 'receipts-by-content',
    keeps: 'a renamed or copied scan is not filed a second time',
    seed: 5,
    changes: [
      {
        file: 'main/core/plan/judge.ts',
        line: 'if (receipt !== undefined && !context.replacedFiles.has(receipt.fileId)) {',
        without: 'if (receipt !== undefined && receipt.documentId === document.id) {',
      },
    ],
  },
  {
    name: 'twins-wait',
    keeps: 'two copies that arrive together are filed once',
    seed: 14,
    changes: [
      {
        file: 'main/core/plan/judge.ts',
        line: "if (samePlace) return leave('duplicate');",
        without: '',
      },
    ],
  },
  {
    name: 'put-away-until-done',
    keeps: 'what is filed does not stay in the folder for good',
    seed: 13,
    changes: [
      {
        file: 'main/core/agent-loop.ts',
        line: '      putAwayLeft();\n',
        without: '',
      },
    ],
  },
];
