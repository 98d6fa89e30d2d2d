/** Settings that are being changed: one draft, what is wrong with it, what it would do, and the way back. */
import { createContext } from 'preact';
import type { ComponentChildren } from 'preact';
import { useCallback, useContext, useEffect, useRef, useState } from 'preact/hooks';
import { isLocked } from '../../../main/shared/policy-merge.ts';
import { sameJson } from '../../../main/shared/same-json.ts';
import type { EffectReport, SaveResult, SettingsView } from '../../../main/shared/settings-contract.ts';
import type { RouteFault } from '../../../main/shared/route-faults.ts';
import type { Settings } from '../../../main/shared/settings.ts';
import { useStore } from '../state/context.tsx';
import type { KeptDraft } from '../state/store.ts';

export interface Editing {
  readonly view: SettingsView;
  readonly draft: Settings;
  /** Typed for the draft's address, and kept with it. */
  readonly key: string | null;
  readonly dirty: boolean;
  /** Where in the draft something is wrong, as in `routes[0].match`. */
  readonly wrong: string | null;
  /** What Lucca's fields say against a route of the draft, by its place. */
  readonly faults: ReadonlyMap<number, RouteFault>;
  /** What it would change; null while that is looked at, or where it is nothing to the tree. */
  readonly effect: EffectReport | null;
  readonly looking: boolean;
  readonly saving: boolean;
  readonly failure: Exclude<SaveResult, { ok: true }>['why'] | null;
  readonly change: (next: Partial<Settings>) => void;
  readonly typeKey: (key: string | null) => void;
  readonly save: () => Promise<void>;
  readonly discard: () => void;
  /** Changes that were begun in a window that is gone: to take up again, or to let go. */
  readonly begun: boolean;
  readonly takeUp: () => void;
}

const EditingContext = createContext<Editing | null>(null);

export function useEditing(): Editing {
  const editing = useContext(EditingContext);
  if (editing === null) throw new Error('Settings were rendered outside of their provider');
  return editing;
}

/** Tells of a place in the settings, as `tenant.url`, whether the organisation has set it. */
export function useLocked(): (place: string) => boolean {
  const { locked } = useEditing().view;
  return (place) => isLocked(locked, place);
}

/** Typing settles before the tree is looked at. */
const typingMs = 600;

/** What of the settings decides on documents: all else changes nothing of the tree. */
const ofTheTree = ({ tenant, root, employeeFolder, leavers, routes, ignore }: Settings): unknown => ({
  tenant: { url: tenant.url, api: tenant.api, oauth: tenant.oauth },
  root,
  employeeFolder,
  leavers,
  routes,
  ignore,
});

export function EditingProvider({
  kept,
  fallback,
  children,
}: {
  readonly kept: KeptDraft;
  /** Until the settings are there. */
  readonly fallback: ComponentChildren;
  readonly children: ComponentChildren;
}) {
  const { client } = useStore();
  const [view, setView] = useState<SettingsView | null>(null);
  const [draft, setDraft] = useState<Settings | null>(kept.draft);
  const [key, setKey] = useState<string | null>(kept.key);
  const [wrong, setWrong] = useState<string | null>(null);
  const [faults, setFaults] = useState<Editing['faults']>(new Map());
  const [effect, setEffect] = useState<EffectReport | null>(null);
  const [looking, setLooking] = useState(false);
  const [saving, setSaving] = useState(false);
  const [failure, setFailure] = useState<Editing['failure']>(null);
  const round = useRef(0);
  /** Somebody has changed or undone something here: what was begun before is theirs to decide on. */
  const touched = useRef(kept.draft !== null);

  useEffect(() => {
    void client.call('settings.get', undefined).then(setView);
    // Whoever leaves the view does not wait for an answer any more.
    return () => {
      round.current += 1;
      void client.call('settings.effect', { draft: null, key: null }).catch(() => undefined);
    };
  }, [client]);

  const now = view === null ? null : (draft ?? view.settings);
  const dirty = view !== null && now !== null && (key !== null || !sameJson(now, view.settings));
  const treeDiffers =
    view !== null && now !== null && (key !== null || !sameJson(ofTheTree(now), ofTheTree(view.settings)));

  // Looked at anew whenever the draft changes; of several in a row only the last one counts.
  useEffect(() => {
    if (now === null) return undefined;
    if (touched.current) void client.call('settings.begin', { draft: dirty ? now : null });
    round.current += 1;
    const mine = round.current;
    const current = (): boolean => round.current === mine;
    setEffect(null);
    setLooking(treeDiffers);
    const timer = setTimeout(
      () => {
        void (async () => {
          const verdict = await client.call('settings.check', { draft: now });
          if (!current()) return;
          setWrong(verdict.wrong);
          setFaults(new Map(verdict.routes.map(({ route, why }) => [route, why])));
          if (!treeDiffers || verdict.wrong !== null) {
            setLooking(false);
            await client.call('settings.effect', { draft: null, key: null });
            return;
          }
          const found = await client
            .call('settings.effect', { draft: now, key })
            .catch((): EffectReport => ({ ok: false, why: 'busy' }));
          if (!current() || (!found.ok && found.why === 'stopped')) return;
          setEffect(found);
          setLooking(false);
        })();
      },
      treeDiffers ? typingMs : 0,
    );
    return () => clearTimeout(timer);
  }, [client, view, draft, key]);

  const change = useCallback(
    (next: Partial<Settings>): void => {
      setFailure(null);
      touched.current = true;
      setDraft((before) => {
        const base = before ?? view?.settings;
        if (base === undefined) return before;
        const changed = { ...base, ...next };
        kept.draft = changed;
        return changed;
      });
    },
    [kept, view],
  );
  const typeKey = useCallback(
    (typed: string | null): void => {
      kept.key = typed;
      setKey(typed);
    },
    [kept],
  );
  const discard = useCallback((): void => {
    kept.draft = null;
    kept.key = null;
    touched.current = true;
    setFailure(null);
    setView((before) => (before === null ? null : { ...before, begun: null }));
    setWrong(null);
    setDraft(null);
    setKey(null);
  }, [kept]);

  if (view === null || now === null) return <>{fallback}</>;

  const save = async (): Promise<void> => {
    setSaving(true);
    setFailure(null);
    const result = await client
      .call('settings.save', { draft: now, key })
      .catch((): SaveResult => ({ ok: false, why: 'unwritable' }));
    // Written: the agent begins anew, and this page with it.
    if (result.ok) {
      kept.draft = null;
      kept.key = null;
      return;
    }
    setSaving(false);
    setFailure(result.why);
  };

  const editing: Editing = {
    view,
    draft: now,
    key,
    dirty,
    wrong: dirty ? wrong : null,
    faults,
    effect,
    looking,
    saving,
    failure,
    change,
    typeKey,
    save,
    discard,
    begun: !dirty && view.begun !== null && !touched.current,
    takeUp: () => {
      if (view.begun !== null) change(view.begun);
    },
  };
  return <EditingContext.Provider value={editing}>{children}</EditingContext.Provider>;
}
