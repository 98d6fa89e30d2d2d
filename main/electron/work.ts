/** What the shell needs of the rest of the program: an agent, and what it was made from. */
import type { PolicyPlace } from '../adapters/settings/policy-place.ts';
import type { Agent } from '../core/agent-api.ts';
import type { TreePath } from '../core/model.ts';
import type { DocumentBytes, StartProblem } from '../shared/ipc-contract.ts';
import type { Settings } from '../shared/settings.ts';
import type { Log } from '../core/ports.ts';
import type { SettingsEditor } from './settings/editor.ts';

export interface Work {
  readonly agent: Agent;
  readonly settings: Settings;
  readonly log: Log;
  readonly editor: SettingsEditor;
  /** Keeps a key in the keychain, bound to the tenant. False where there is no keychain, or it is locked. */
  keepKey(key: string): Promise<boolean>;
  /** A document as it lies in the tree now. */
  readDocument(path: TreePath): Promise<DocumentBytes>;
  /** Stops the agent, at most 5 s, and lets go of everything. */
  close(): Promise<void>;
}

export type Opened =
  { readonly ok: true; readonly work: Work } | { readonly ok: false; readonly problem: StartProblem };

export interface OpenWorkOptions {
  /** The data folder, absolute. */
  readonly data: string;
  /** Where the organisation's policy for this machine lies. */
  readonly policy: PolicyPlace;
  /** Of the program. */
  readonly version: string;
  /** Moves a filed document to the recycle bin. */
  readonly moveToBin: (path: string) => Promise<void>;
}

export type OpenWork = (options: OpenWorkOptions) => Promise<Opened>;
