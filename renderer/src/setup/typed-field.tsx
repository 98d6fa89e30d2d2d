/** A field by its code, where the key may not read the list. It counts once it looks like one. */
import { useRef } from 'preact/hooks';
import type { KindChoice } from '../../../main/shared/setup-contract.ts';
import { useWords } from '../state/context.tsx';

type Field = Pick<Extract<KindChoice, { to: 'field' }>, 'field' | 'file' | 'multiple'>;

const looksRight = (code: string): boolean => /^e_\S{1,253}$/.test(code);

export function TypedField({
  name,
  choice,
  onField,
}: {
  readonly name: string;
  readonly choice: Field | null;
  readonly onField: (field: Field) => void;
}) {
  const words = useWords();
  const field = useRef<HTMLInputElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const multiple = useRef<HTMLInputElement>(null);
  const take = (): void => {
    const code = field.current?.value.trim() ?? '';
    const part = file.current?.value.trim() ?? '';
    if (!looksRight(code) || (part !== '' && !looksRight(part))) return;
    onField({ field: code, file: part === '' ? null : part, multiple: multiple.current?.checked ?? true });
  };
  return (
    <fieldset class="match__typed">
      <legend class="sr">{words.say('setup.kinds.field', { name })}</legend>
      <label class="input">
        <span class="sr">{words.say('setup.kinds.code')}</span>
        <input
          ref={field}
          type="text"
          spellcheck={false}
          autocomplete="off"
          placeholder={words.say('setup.kinds.code')}
          defaultValue={choice?.field ?? ''}
          onInput={take}
        />
      </label>
      <label class="input">
        <span class="sr">{words.say('setup.kinds.code.file')}</span>
        <input
          ref={file}
          type="text"
          spellcheck={false}
          autocomplete="off"
          placeholder={words.say('setup.kinds.code.file')}
          defaultValue={choice?.file ?? ''}
          onInput={take}
        />
      </label>
      <label class="check">
        <input ref={multiple} type="checkbox" defaultChecked={choice?.multiple ?? true} onChange={take} />
        <span>{words.say('setup.kinds.code.multiple')}</span>
        <small>{words.say('setup.kinds.code.help')}</small>
      </label>
    </fieldset>
  );
}
