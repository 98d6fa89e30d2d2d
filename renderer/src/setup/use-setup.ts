/** What the steps of the first run share: what is decided, and the way from one to the next. */
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { isLocked } from '../../../main/shared/policy-merge.ts';
import type {
  ConnectResult,
  FolderReport,
  PreviewReport,
  SetupStep,
  SetupView,
} from '../../../main/shared/setup-contract.ts';

export const steps = [
  'connect',
  'folder',
  'kinds',
  'preview',
  'start',
] as const satisfies readonly SetupStep[];

export const orderOf = (step: SetupStep): number => steps.indexOf(step);

/** What was seen in a step, so that going back and forth shows it again at once. */
export interface Remembered {
  connection: ConnectResult | null;
  folder: Extract<FolderReport, { ok: true }> | null;
  preview: Extract<PreviewReport, { ok: true }> | null;
}

export interface Setup {
  readonly view: SetupView;
  /** Holds for as long as the window does. */
  readonly remembered: Remembered;
  readonly go: (step: SetupStep) => Promise<void>;
  /** What is decided may have changed. */
  readonly refresh: () => Promise<void>;
}

/** Tells of a place in the settings, as `tenant.url`, whether the organisation has set it: it is not asked then. */
export function useGiven(): (place: string) => boolean {
  const { locked } = useSetup().view;
  return (place) => isLocked(locked, place);
}

export const SetupContext = createContext<Setup | null>(null);

export function useSetup(): Setup {
  const setup = useContext(SetupContext);
  if (setup === null) throw new Error('A step was rendered outside of the first run');
  return setup;
}
