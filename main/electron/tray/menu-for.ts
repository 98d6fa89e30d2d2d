/** The tray's menu, which always suffices alone: some desktops show no window by a click, some readers no icon. */
import { faceOf } from '../../shared/face.ts';
import type { Words } from '../../shared/messages/format.ts';
import { statusWords } from '../../shared/messages/status-words.ts';
import type { StatusSnapshot } from '../../shared/status.ts';

export const menuActs = [
  'open',
  'attention',
  'sync',
  'pause-hour',
  'pause-tomorrow',
  'pause-resumed',
  'resume',
  'folder',
  'settings',
  'help',
  'quit',
] as const;
export type MenuAct = (typeof menuActs)[number];

export type MenuEntry =
  | { readonly kind: 'act'; readonly act: MenuAct; readonly label: string; readonly enabled: boolean }
  /** Words only: the state itself. */
  | { readonly kind: 'words'; readonly label: string }
  | { readonly kind: 'line' }
  | { readonly kind: 'submenu'; readonly label: string; readonly entries: readonly MenuEntry[] };

const line: MenuEntry = { kind: 'line' };

/** `status` is null while no agent could be started: what needs one is then left out. */
export function menuFor(status: StatusSnapshot | null, words: Words): readonly MenuEntry[] {
  const entry = (act: MenuAct, label: string, enabled = true): MenuEntry => ({
    kind: 'act',
    act,
    label,
    enabled,
  });
  const end = [
    entry('settings', words.say('tray.settings')),
    entry('help', words.say('tray.help')),
    entry('quit', words.say('tray.quit')),
  ];
  if (status === null) return [entry('open', words.say('tray.open')), line, ...end];
  const face = faceOf(status);
  const working = face !== 'standing-by' && face !== 'starting';
  return [
    { kind: 'words', label: statusWords(status, words).title },
    line,
    entry('open', words.say('tray.open')),
    ...(status.questions > 0 ? [entry('attention', words.say('tray.ask', { n: status.questions }))] : []),
    line,
    entry('sync', words.say('act.sync'), working && face !== 'paused'),
    ...(face === 'paused'
      ? [entry('resume', words.say('act.resume'))]
      : [
          {
            kind: 'submenu',
            label: words.say('act.pause'),
            entries: [
              entry('pause-hour', words.say('act.pause.hour')),
              entry('pause-tomorrow', words.say('act.pause.tomorrow')),
              entry('pause-resumed', words.say('act.pause.resumed')),
            ],
          } as const,
        ]),
    entry('folder', words.say('act.open-folder')),
    line,
    ...end,
  ];
}
