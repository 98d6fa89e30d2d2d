/** The first page, as large as the window allows, over everything. Esc closes; the focus stays inside until then. */
import { useEffect, useRef } from 'preact/hooks';
import type { DocumentView } from '../../../main/shared/status.ts';
import { useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { FirstPage } from './first-page.tsx';

export function Enlarged({
  document,
  onClose,
}: {
  readonly document: DocumentView;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      class="enlarged"
      ref={dialog}
      aria-label={words.say('preview.title')}
      onClose={onClose}
      // Esc and the digits are for what lies on top: the page below stays, and nothing below is answered.
      onKeyDown={(event) => event.stopPropagation()}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="enlarged__head">
        <p class="cut">{document.fileName}</p>
        <Button
          look="quiet"
          icon="cross"
          worded={false}
          title={words.say('help.close')}
          onPress={() => dialog.current?.close()}
        >
          {words.say('help.close')}
        </Button>
      </div>
      <FirstPage document={document} size="large" />
    </dialog>
  );
}
