/**
 * The scan: one walk over the root or one of its folders, with what the root was like before and after. What it finds
 * is handed over in packs, so that a hundred thousand files are never a hundred thousand objects.
 */
import type { ScanResult } from '../../core/model.ts';
import { folderVerdict } from '../../core/scan/ignore-rules.ts';
import { codeOf, rootFailureOf } from './failure.ts';
import { packLeaves } from './packed.ts';
import type { Pack } from './packed.ts';
import { walk } from './walk.ts';
import type { WalkOptions, Walked } from './walk.ts';

/** What a scan says at its end; its packs have been handed over by then. */
export interface ScanEnd {
  readonly root: ScanResult['root'];
  readonly unreadable: readonly string[];
}

export interface Sink {
  pack(pack: Pack): void;
  /** The packs so far count no more: the walk begins anew. */
  again(): void;
}

export async function scan(options: WalkOptions, scope: string, sink: Sink): Promise<ScanEnd> {
  const result = (root: ScanResult['root'], walked?: Walked): ScanEnd => {
    if (walked === undefined) sink.again();
    return { root, unreadable: walked?.unreadable ?? [] };
  };

  const before = await rootState(options);
  if (before.state !== 'ok') return result(before.state);
  const walked = await walkInto(sink, options, scope, before.device);
  if (walked.vanished.length + walked.vanishedFiles === 0) return result('ok', walked);

  // Something went while we looked: the whole root perhaps (a share that drops), or a folder was renamed.
  const after = await rootState(options);
  if (after.state !== 'ok') return result(after.state);
  if (after.device !== before.device) return result('missing');
  if (walked.vanished.length === 0) return result('ok', walked);
  sink.again();
  const again = await walkInto(sink, options, scope, after.device);
  again.unreadable.push(...again.vanished);
  const end = await rootState(options);
  return end.state === 'ok' ? result('ok', again) : result(end.state);
}

async function walkInto(sink: Sink, options: WalkOptions, scope: string, device: bigint): Promise<Walked> {
  const packer = packLeaves((pack) => sink.pack(pack));
  const walked = await walk(options, scope, device, (leaf) => packer.add(leaf));
  packer.flush();
  return walked;
}

type RootState =
  { readonly state: 'ok'; readonly device: bigint } | { readonly state: 'missing' | 'empty' | 'unreadable' };

/** An empty root is more often an unmounted drive than an office without employees: the planner must know. */
async function rootState({ tree, eyes, ignoreCase }: WalkOptions): Promise<RootState> {
  const device = await eyes.device(tree.root);
  if (device === null) return { state: 'missing' };
  try {
    const entries = await eyes.list(tree.root);
    const something = entries.some(({ name }) => {
      const verdict = folderVerdict(name, ignoreCase);
      return verdict.kind === 'walk' && verdict.reason === null;
    });
    return something ? { state: 'ok', device } : { state: 'empty' };
  } catch (error) {
    return { state: rootFailureOf(codeOf(error)) };
  }
}
