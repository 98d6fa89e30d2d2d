/**
 * Documents that lead to a person without being known as theirs: left out by a rule, not yet settled, or in a folder
 * that fits nobody. Nothing of them was ever sent; their paths still tell who it is.
 */
import { compileFolderPattern } from '../../core/match/employee-folder.ts';
import { fold, foldPath } from '../../core/match/fold.ts';
import { createMatcher } from '../../core/match/match.ts';
import type { DocumentRecord, EmployeeId } from '../../core/model.ts';
import type { LedgerState } from '../../core/ports.ts';
import type { Settings } from '../../shared/settings.ts';

/** In doubt it is theirs: what is still in the folders is seen again, and asked again. */
export function straysOf(
  id: EmployeeId,
  state: Pick<LedgerState, 'documents' | 'receipts' | 'bindings' | 'directory'>,
  settings: Pick<Settings, 'employeeFolder' | 'leavers'>,
  now: number,
): readonly DocumentRecord[] {
  const pattern = compileFolderPattern(settings.employeeFolder);
  const { folderOf } = pattern;
  const matcher = createMatcher({
    pattern,
    directory: state.directory,
    bindings: new Map(state.bindings.map((binding) => [binding.folder, binding])),
    leaverDays: settings.leavers.fileForDays,
  });
  const known = matcher.byId(id);
  // A number of one or two digits stands in many a file name.
  const keys = known === null ? [] : [known.employeeNumber, known.email, known.login];
  const words = known === null ? [] : [known.lastName, ...keys.filter((key) => key.length > 2)];
  const wanted = words.map(wordsOf).filter((word) => word.trim() !== '');
  const folders = new Set([
    ...state.bindings.filter(({ employeeId }) => employeeId === id).map(({ folder }) => folder),
    ...[...state.documents, ...state.receipts]
      .filter(({ employeeId }) => employeeId === id)
      .flatMap(({ path }) => folderOf(path) ?? [])
      .map(foldPath),
  ]);

  return state.documents.filter((document) => {
    const { path, decisions, employeeId, fileId } = document;
    if (employeeId !== null || fileId !== null) return false;
    if (decisions.employeeId !== undefined) return false;
    const folder = folderOf(path);
    const whose = matcher.match(folder, now);
    if (whose.kind === 'matched' || whose.kind === 'left') return whose.employee.id === id;
    const text = wordsOf(path);
    return (folder !== null && folders.has(foldPath(folder))) || wanted.some((word) => text.includes(word));
  });
}

/** ` lefevre noemie 00002 rib pdf `: words that can be looked for whole. */
function wordsOf(text: string): string {
  return ` ${fold(text)
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()} `;
}
