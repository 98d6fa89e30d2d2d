/** What hears that something changed below the root. How, differs between systems: `root-ear.ts`, `folder-ears.ts`. */

export interface EarOptions {
  /** Absolute path of the root. */
  readonly root: string;
  /** Name of the probe file, in Classeur's own folder. */
  readonly probe: string;
  /** The volume sees no difference between `a` and `A`. */
  readonly ignoreCase: boolean;
  /** "Scan this folder soon", below root with `/`; '' is the root. */
  readonly onHint: (folder: string) => void;
  /** The probe file was touched. */
  readonly onProbe: () => void;
  /** Everything is listened to from now on. */
  readonly onReady: () => void;
  /** It cannot hear, or no longer. Whoever began it closes it. */
  readonly onFail: () => void;
}

export interface Ear {
  close(): Promise<void>;
}

export type Listen = (options: EarOptions) => Ear;
