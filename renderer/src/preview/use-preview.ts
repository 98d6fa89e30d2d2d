/**
 * The first page of a document, from its bytes to what the frame says. Nothing of it outlives the page that shows it:
 * the frame takes the bytes along when it goes.
 */
import { useEffect, useRef, useState } from 'preact/hooks';
import { isPictured } from '../../../main/shared/preview.ts';
import type { DocumentView } from '../../../main/shared/status.ts';
import { useStore } from '../state/context.tsx';
import type { PreviewAnswer, PreviewRequest, Refusal } from './protocol.ts';
import { showInFrame } from './show-in-frame.ts';

/** Why there is nothing to see; `slow`: the disk or the frame never answered. */
export type Unseen = Refusal | 'gone' | 'locked' | 'unreadable' | 'slow';

export type PreviewState =
  | { readonly kind: 'loading' }
  /** The frame is to be there now. */
  | { readonly kind: 'drawing' }
  | Extract<PreviewAnswer, { readonly kind: 'shown' }>
  | { readonly kind: 'not'; readonly why: Unseen };

const readWithinMs = 20_000;
const drawWithinMs = 10_000;

export interface PreviewHandle {
  readonly state: PreviewState;
  /** The frame's page is there: it gets the bytes. */
  readonly begin: (frame: Window) => void;
}

export function usePreview(
  { id, fileName, size }: DocumentView,
  request: Pick<PreviewRequest, 'width' | 'height' | 'label'>,
): PreviewHandle {
  const { client } = useStore();
  const [state, setState] = useState<PreviewState>({ kind: 'loading' });
  const held = useRef<ArrayBuffer | null>(null);
  const stop = useRef<() => void>(() => undefined);

  useEffect(() => {
    if (!isPictured(fileName)) {
      setState({ kind: 'not', why: 'kind' });
      return;
    }
    setState({ kind: 'loading' });
    let current = true;
    const give = (why: Unseen): void => {
      if (!current) return;
      current = false;
      setState({ kind: 'not', why });
    };
    const late = setTimeout(() => give('slow'), readWithinMs);
    client.call('document.bytes', { id }).then(
      (read) => {
        clearTimeout(late);
        if (read.kind !== 'bytes') give(read.kind === 'too-large' ? 'large' : read.kind);
        if (!current || read.kind !== 'bytes') return;
        // A view, maybe, of something larger: the frame gets the document and no byte beside it.
        held.current = new Uint8Array(read.bytes).buffer;
        setState({ kind: 'drawing' });
      },
      () => give('unreadable'),
    );
    return () => {
      current = false;
      clearTimeout(late);
      held.current = null;
      stop.current();
    };
  }, [client, id, fileName, size]);

  const begin = (frame: Window): void => {
    const bytes = held.current;
    held.current = null;
    if (bytes === null) return;
    const giveUp = (): void => {
      clearTimeout(late);
      close();
      stop.current = () => undefined;
      // Taken out of the page it would go on drawing.
      void client.call('preview.end', undefined);
    };
    const late = setTimeout(() => {
      giveUp();
      setState({ kind: 'not', why: 'slow' });
    }, drawWithinMs);
    const close = showInFrame(frame, { ...request, bytes, scale: devicePixelRatio }, (answer) => {
      clearTimeout(late);
      stop.current = () => undefined;
      setState(answer);
    });
    stop.current = giveUp;
  };
  return { state, begin };
}
