/** The one way out of the window: what the preload exposes. */
import type { CallOutput, ClasseurClient } from '../../../main/shared/ipc-contract.ts';

declare global {
  interface Window {
    readonly classeur: ClasseurClient;
  }
}

export type AppInfo = CallOutput<'app.info'>;
export type Today = CallOutput<'today.get'>;
export type Ignored = CallOutput<'ignored.get'>;
export type { Notices } from '../../../main/shared/notices-contract.ts';
export type Done = CallOutput<'agent.resume'>;
export type { ClasseurClient };
