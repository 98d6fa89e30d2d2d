/** What the window, the tray and the terminal may know. No secret, no request, nothing that a view does not show. */
import { z } from 'zod';
import {
  agentStates,
  answerKinds,
  attentionReasons,
  documentStates,
  ignoredReasons,
  waitingReasons,
} from './reasons.ts';
import { troubles } from './troubles.ts';

export const documentCounts = z.record(z.enum(documentStates), z.int());

export const statusSnapshot = z.object({
  /** Grows with every change; an older snapshot never replaces a newer one. */
  revision: z.int(),
  agent: z.enum(agentStates),
  trouble: z.enum(troubles).nullable(),
  counts: documentCounts,
  /** Questions for a person: documents of one folder that ask the same thing are one question. */
  questions: z.int(),
  /** Documents neither filed, ignored nor asking. */
  pending: z.int(),
  /** Of this batch of work, 0 to 1; null when nothing is under way. */
  progress: z.number().nullable(),
  secondsLeft: z.number().nullable(),
  bytesPerSecond: z.number().nullable(),
  filedToday: z.int(),
  lastScanAt: z.string().nullable(),
  /** When what waits is taken up again. */
  until: z.string().nullable(),
  pausedUntil: z.string().nullable(),
  /** The computer that works on this root while we stand by. */
  worksElsewhere: z.string().nullable(),
  root: z.string(),
  tenantHost: z.string(),
  requests: z.int(),
  throttled: z.int(),
  orphans: z.int(),
});
export type StatusSnapshot = z.output<typeof statusSnapshot>;

export const person = z.object({ id: z.int(), name: z.string(), detail: z.string() });
export type Person = z.output<typeof person>;

export const documentView = z.object({
  id: z.string(),
  state: z.enum(documentStates),
  reason: z.enum([...attentionReasons, ...waitingReasons, ...ignoredReasons]).nullable(),
  until: z.string().nullable(),
  person: person.nullable(),
  /** Key of the target: `e_RIB`, `picture`, or null while none is known. */
  target: z.string().nullable(),
  /** The target's name in the tenant, or words made from its key. */
  targetName: z.string(),
  fileName: z.string(),
  /** Folder below root, with `/`. */
  folder: z.string(),
  size: z.int(),
  sentBytes: z.int().nullable(),
  /** Last change of state. */
  at: z.string(),
  seenAt: z.string(),
  filedAt: z.string().nullable(),
});
export type DocumentView = z.output<typeof documentView>;

export const question = z.object({
  /** Stable while the question stands. */
  id: z.string(),
  reason: z.enum(attentionReasons),
  documents: z.array(documentView),
  answers: z.array(z.enum(answerKinds)),
  /** `changed-after-filing`: the file is as it was, and what Lucca gives back is not (decision 0020). */
  differs: z.boolean(),
  /** Best guesses for "who is this?", best first. */
  guesses: z.array(person),
  /** For `duplicate-elsewhere`: whose it is already. For a filled field: what is there. */
  other: z
    .object({ person: person.nullable(), filedAt: z.string().nullable(), fileName: z.string().nullable() })
    .nullable(),
});
export type Question = z.output<typeof question>;

export const lifeStep = z.object({
  state: z.enum(documentStates),
  reason: z.string().nullable(),
  at: z.string(),
});

export const receiptView = z.object({
  documentId: z.string(),
  person: person.nullable(),
  target: z.string(),
  targetName: z.string(),
  fileName: z.string(),
  folder: z.string(),
  size: z.int(),
  sha256: z.string(),
  fileId: z.string(),
  filedAt: z.string(),
  /** `answer`: Lucca's answer to the write showed the id; `read`: a later reading did. */
  proof: z.enum(['answer', 'read', 'journal', 'bytes']),
  replacedFileId: z.string().nullable(),
});
export type ReceiptView = z.output<typeof receiptView>;

export const documentPage = z.object({
  document: documentView,
  life: z.array(lifeStep),
  receipt: receiptView.nullable(),
  question: question.nullable(),
});
export type DocumentPage = z.output<typeof documentPage>;
