/** What the folders are called: found by looking at them, and corrected here where the find is wrong. */
import { useId, useState } from 'preact/hooks';
import type { FolderReport } from '../../../main/shared/setup-contract.ts';
import { useWords } from '../state/context.tsx';
import { patternWords } from '../views/pattern-words.ts';
import { Select } from '../ui/select.tsx';

const other = 'other';

export function FolderPattern({
  report,
  onPattern,
}: {
  readonly report: Extract<FolderReport, { ok: true }>;
  readonly onPattern: (pattern: string) => void;
}) {
  const words = useWords();
  const id = useId();
  const [own, setOwn] = useState(false);
  const example = report.patterns.find((one) => one.pattern === report.pattern)?.example ?? '';
  return (
    <div class="setup__pattern">
      <label class="soft" for={id}>
        {words.say('setup.folder.pattern')}
      </label>
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
