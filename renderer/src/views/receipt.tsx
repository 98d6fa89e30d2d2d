/** The proof that a document arrived: shown only once Lucca has confirmed it. */
import { targetWords } from '../../../main/shared/messages/state-words.ts';
import type { Words } from '../../../main/shared/messages/format.ts';
import type { ReceiptView } from '../../../main/shared/status.ts';
import { useStore, useWords } from '../state/context.tsx';
import { SayingButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';

/** Beginning and end of an id that is too long to be read whole. */
const ends = (text: string): string => (text.length <= 24 ? text : `${text.slice(0, 8)}…${text.slice(-12)}`);

function facts(receipt: ReceiptView, words: Words): readonly (readonly [string, string, string | null])[] {
  const person =
    receipt.person === null
      ? words.say('page.person.unknown')
      : [receipt.person.name, receipt.person.detail].filter(Boolean).join('\u00a0· ');
  return [
    [words.say('page.person'), person, null],
    [words.say('receipt.field'), targetWords(receipt.targetName, words), null],
    [words.say('receipt.confirmed'), words.moment(receipt.filedAt), null],
    [words.say('receipt.proof'), words.say(`receipt.proof.${receipt.proof}`), null],
    [words.say('receipt.fileId'), receipt.fileId, receipt.fileId],
    ...(receipt.replacedFileId === null
      ? []
      : [[words.say('receipt.replaced'), receipt.replacedFileId, receipt.replacedFileId] as const]),
    [words.say('receipt.sha'), receipt.sha256, words.say('receipt.sha.hint')],
  ];
}

export function Receipt({ receipt }: { readonly receipt: ReceiptView }) {
  const words = useWords();
  const { client } = useStore();
  const lines = facts(receipt, words);
  const asText = (): string =>
    [
      ...lines.map(([name, value]) => `${name}\t${value}`),
      `${words.say('page.file')}\t${receipt.folder === '' ? '' : `${receipt.folder}/`}${receipt.fileName}`,
    ].join('\n');
  return (
    <section class="receipt" aria-label={words.say('receipt.title')}>
      <div class="receipt__head">
        <span class="state--ok">
          <Icon name="shield" />
        </span>
        <h3>{words.say('receipt.title')}</h3>
        <SayingButton
          look="link"
          small
          icon="copy"
          said={words.say('act.copied')}
          onPress={() => client.call('text.copy', { text: asText() })}
        >
          {words.say('act.copy')}
        </SayingButton>
      </div>
      <dl class="facts">
        {lines.map(([name, value, hint]) => (
          <div class="fact" key={name}>
            <dt>{name}</dt>
            {hint === null ? (
              <dd>{value}</dd>
            ) : (
              <dd class="mono num cut" title={hint === value ? value : `${hint}\n${value}`}>
                {ends(value)}
              </dd>
            )}
          </div>
        ))}
      </dl>
    </section>
  );
}
