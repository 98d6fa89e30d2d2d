/** The first page of a document on a sheet of paper, or calm words in its place. The place is as large either way. */
import type { Ref } from 'preact';
import type { DocumentView } from '../../../main/shared/status.ts';
import { useWords } from '../state/context.tsx';
import { Icon } from '../ui/icon.tsx';
import { Paper } from '../ui/paper.tsx';
import { previewPage } from './protocol.ts';
import { usePreview } from './use-preview.ts';

/** The sheet that is made room for, A4 upright, in CSS pixels. */
const boxes = {
  small: { width: 106, height: 150 },
  middle: { width: 124, height: 175 },
  thumb: { width: 116, height: 164 },
  large: { width: 560, height: 780 },
} as const;
export type PreviewSize = keyof typeof boxes;

export function FirstPage({
  document,
  size,
  enlarge = null,
}: {
  readonly document: DocumentView;
  readonly size: PreviewSize;
  /** The button that shows it larger. */
  readonly enlarge?: { readonly button: Ref<HTMLButtonElement>; readonly press: () => void } | null;
}) {
  const words = useWords();
  const room = size === 'large' ? roomOfWindow() : boxes[size];
  const title = words.say('preview.title');
  const { state, begin } = usePreview(document, { ...room, label: `${title}, ${document.fileName}` });
  const shown = state.kind === 'shown' ? state : null;
  const pages = shown?.pages ?? null;
  // A picture that is wider than high is no reason to move what stands below.
  return (
    <figure class={`firstpage firstpage--${size}`} style={{ width: `${String(room.width)}px` }}>
      <div class="firstpage__room" style={{ height: `${String(room.height)}px` }}>
        {state.kind === 'not' ? (
          <div class="firstpage__none">
            <Paper fileName={document.fileName} look="thumb" />
            <p>{words.say(`preview.${state.why}`)}</p>
          </div>
        ) : (
          <div
            class={shown === null ? 'sheetpaper sheetpaper--bones' : 'sheetpaper'}
            style={{
              width: `${String(shown?.width ?? room.width)}px`,
              height: `${String(shown?.height ?? room.height)}px`,
            }}
          >
            {shown === null ? <Bones /> : null}
            {state.kind === 'loading' ? null : (
              <iframe
                sandbox="allow-scripts"
                title={title}
                tabIndex={-1}
                src={previewPage}
                onLoad={({ currentTarget }) => {
                  const frame = currentTarget.contentWindow;
                  if (frame !== null) begin(frame);
                }}
              />
            )}
            {shown === null || enlarge === null ? null : (
              <button
                type="button"
                class="firstpage__more"
                ref={enlarge.button}
                title={words.say('act.enlarge')}
                aria-haspopup="dialog"
                onClick={enlarge.press}
              >
                <Icon name="eye" />
                <span class="sr">{words.say('act.enlarge')}</span>
              </button>
            )}
          </div>
        )}
      </div>
      {size === 'thumb' ? null : (
        <figcaption class="firstpage__pages">
          {pages === null ? '\u00a0' : words.say('preview.pages', { n: pages })}
        </figcaption>
      )}
    </figure>
  );
}

/** Lines of a text that is not there yet. */
function Bones() {
  const words = useWords();
  return (
    <div class="sheetpaper__bones">
      <span class="sr">{words.say('preview.loading')}</span>
      <span class="bone bone--b" />
      <span class="bone bone--c" />
      <span class="bone bone--c" />
      <span class="bone bone--a" />
    </div>
  );
}

/** What is left of the window around it. */
const roomOfWindow = (): { readonly width: number; readonly height: number } => {
  const height = Math.max(160, Math.min(boxes.large.height, innerHeight - 120));
  const width = Math.max(160, Math.min(innerWidth - 48, Math.round(height * 0.85)));
  return { width, height };
};
