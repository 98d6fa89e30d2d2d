/** What the folders are called: found by looking at them, and corrected here where the find is wrong. */
import { useState } from 'preact/hooks';
import type { FolderReport } from '../../../main/shared/setup-contract.ts';
import { useWords } from '../state/context.tsx';
import { patternWords } from '../views/pattern-words.ts';
import { LockedValue, LockNote } from '../ui/locked.tsx';
import { Select } from '../ui/select.tsx';
import { useGiven } from './use-setup.ts';
import { useOwnId } from '../ui/use-own-id.ts';

const other = 'other';

export function FolderPattern({
  report,
  onPattern,
}: {
  readonly report: Extract<FolderReport, { ok: true }>;
  readonly onPattern: (pattern: string) => void;
}) {
  const words = useWords();
  const id = useOwnId();
  const [own, setOwn] = useState(false);
  const given = useGiven()('employeeFolder');
  const example = report.patterns.find((one) => one.pattern === report.pattern)?.example ?? '';
  return (
    <div class="setup__pattern">
      {given ? (
        <span class="soft">{words.say('setup.folder.pattern')}</span>
      ) : (
        <label class="soft" for={id}>
          {words.say('setup.folder.pattern')}
        </label>
      )}
      {given ? (
        <LockedValue
          label={words.say('setup.folder.pattern')}
          value={patternWords(report.pattern, words)}
          describedBy={`${id}-lock`}
        />
      ) : (
        <Select
          id={id}
          value={own ? other : report.pattern}
          onChange={(value) => {
            setOwn(value === other);
            if (value !== other) onPattern(value);
          }}
        >
          {report.patterns.map(({ pattern }) => (
            <option key={pattern} value={pattern}>
              {patternWords(pattern, words)}
            </option>
          ))}
          <option value={other}>{words.say('setup.folder.pattern.other')}</option>
        </Select>
      )}
      {given ? <LockNote id={`${id}-lock`} /> : null}
      {own ? (
        <form
          class="setup__pattern-own"
          onSubmit={(event) => {
            event.preventDefault();
            const input = event.currentTarget.elements.namedItem('pattern');
            if (input instanceof HTMLInputElement) onPattern(input.value);
          }}
        >
          <label class="input">
            <span class="sr">{words.say('setup.folder.pattern.own')}</span>
            <input name="pattern" type="text" spellcheck={false} defaultValue={report.pattern} />
          </label>
        </form>
      ) : null}
      {example === '' || report.matched.count > 0 ? null : (
        <small class="faint">{words.say('setup.folder.pattern.help', { example })}</small>
      )}
    </div>
  );
}
