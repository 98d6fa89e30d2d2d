/** The first run: five steps, each one decision with its effect. Back is always possible; leaving loses nothing. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { SetupStep, SetupView as View } from '../../../main/shared/setup-contract.ts';
import { useStore, useWords } from '../state/context.tsx';
import { UnsetView } from '../views/unset.tsx';
import { ConnectStep } from './connect-step.tsx';
import { FolderStep } from './folder-step.tsx';
import { KindsStep } from './kinds-step.tsx';
import { PreviewStep } from './preview-step.tsx';
import { Rail } from './rail.tsx';
import { StartStep } from './start-step.tsx';
import { SetupContext, type Remembered } from './use-setup.ts';

const bodies = {
  connect: ConnectStep,
  folder: FolderStep,
  kinds: KindsStep,
  preview: PreviewStep,
  start: StartStep,
} as const;

export function SetupView() {
  const words = useWords();
  const { client } = useStore();
  const [view, setView] = useState<View | null>(null);
  const [absent, setAbsent] = useState(false);
  const remembered = useRef<Remembered>({ connection: null, folder: null, preview: null });
  useEffect(() => {
    document.title = words.say('title.setup');
    void client.call('setup.get', undefined).then(setView, () => setAbsent(true));
  }, [client, words]);
  const refresh = useCallback(
    async (): Promise<void> => setView(await client.call('setup.get', undefined)),
    [client],
  );
  const go = useCallback(
    async (step: SetupStep): Promise<void> => setView(await client.call('setup.go', { step })),
    [client],
  );

  if (absent) return <UnsetView />;
  if (view === null) return <main class="window" aria-busy="true" />;
  const Body = bodies[view.step];
  return (
    <SetupContext.Provider value={{ view, remembered: remembered.current, go, refresh }}>
      <div class="window setup">
        <Rail />
        <Body key={view.step} />
      </div>
    </SetupContext.Provider>
  );
}
