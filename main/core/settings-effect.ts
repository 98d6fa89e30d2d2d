/**
 * What other settings would change: the documents as they stand beside those of a dry run over the same tree and the
 * same ledger. The two are joined by path, which is all that a person sees of a document.
 */
import type { EffectGroup } from '../shared/settings-contract.ts';
import type { DocumentRecord } from './model.ts';
import { groupOf } from './setup-preview.ts';

export interface Effect {
  /** Documents of the dry run by what is new of them; those that are no longer looked at, as they stand. */
  readonly groups: Readonly<Record<EffectGroup, readonly DocumentRecord[]>>;
  readonly documents: number;
}

export function compareRuns(now: Iterable<DocumentRecord>, then: Iterable<DocumentRecord>): Effect {
  const before = new Map<string, DocumentRecord>();
  for (const document of now) if (groupOf(document) !== null) before.set(document.path, document);
  const groups: Record<EffectGroup, DocumentRecord[]> = {
    again: [],
    file: [],
    settle: [],
    ask: [],
    aside: [],
    gone: [],
  };
  const seen = new Set<string>();
  let documents = 0;
  for (const document of then) {
    const next = groupOf(document);
    if (next === null) continue;
    seen.add(document.path);
    documents += 1;
    const old = before.get(document.path);
    const group = old === undefined ? null : groupOf(old);
    if (next === 'file') {
      if (group === 'there') groups.again.push(document);
      // A dry run waits for nobody: what is still becoming quiet is to be filed with the settings as they are.
      else if (!(group === 'file' || group === 'settle') || movesElsewhere(old, document))
        groups.file.push(document);
    } else if (next === 'settle' && group !== 'settle' && group !== 'file') groups.settle.push(document);
    else if (next === 'ask' && group !== 'ask') groups.ask.push(document);
    else if (next === 'aside' && group !== 'aside') groups.aside.push(document);
  }
  for (const [path, document] of before)
    if (!seen.has(path) && groupOf(document) !== 'aside') groups.gone.push(document);
  return { groups, documents };
}

/** It was to be filed before, but for somebody else or into another field. */
function movesElsewhere(old: DocumentRecord | undefined, next: DocumentRecord): boolean {
  if (old === undefined || old.target === null) return false;
  return old.target !== next.target || old.employeeId !== next.employeeId;
}
