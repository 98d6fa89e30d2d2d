/** A document that is ready to be attached, for tests of filing. */
import type { Attachment } from '../../main/core/file/write-plan.ts';
import type { Target } from '../../main/core/model.ts';
import { documentId, fileId, uploaded } from './plan-builders.ts';

export function attachment(target: Target, id = 'up-1', over: Partial<Attachment> = {}): Attachment {
  return {
    document: uploaded({ id: documentId(id), target: target.key, fileId: fileId(id) }),
    fileId: fileId(id),
    alsoAs: [],
    target,
    values: {},
    mayReplace: false,
    untried: false,
    onlyBesideOwn: false,
    stopped: false,
    ...over,
  };
}
