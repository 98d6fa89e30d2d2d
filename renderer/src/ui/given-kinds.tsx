/** Where each kind of document goes, as the organisation has set it: to be read, not to be changed. */
import { folderOfMatch } from '../../../main/shared/folder-glob.ts';
import { targetWords } from '../../../main/shared/messages/state-words.ts';
import type { FieldPlace } from '../../../main/shared/setup-contract.ts';
import { useWords } from '../state/context.tsx';
import { Icon } from './icon.tsx';

export interface GivenKind {
  readonly match: string;
  /** A field's id, or `picture`. */
  readonly place: string;
}

export function GivenKinds({
  given,
  places,
}: {
  readonly given: readonly GivenKind[];
  readonly places: readonly FieldPlace[] | null;
}) {
  const words = useWords();
  return (
    <ul class="match match--setup match--edit" aria-label={words.say('settings.locked')}>
      {given.map(({ match, place }) => {
        const folder = folderOfMatch(match);
        const known = places?.find(({ id }) => id === place);
        return (
          <li class="match__row" key={match}>
            <span class="match__from">
              <Icon name={folder === '' ? 'document' : 'folder'} />
              <span title={match}>{folder === '' ? words.say('setup.kinds.direct') : (folder ?? match)}</span>
            </span>
            <Icon name="arrow" />
            <span class="match__to">
              <span>{targetWords(known?.name ?? place, words)}</span>
              {known?.section == null ? null : <small>{known.section}</small>}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
