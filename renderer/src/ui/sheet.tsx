/** A sheet of paper whose sign says where one document stands: told apart by shape, not by colour. */
import type { ComponentChildren } from 'preact';
import { assertNever } from '../../../main/shared/assert-never.ts';
import type { DocumentView } from '../../../main/shared/status.ts';

const page =
  'M13.25 3H7.25A2.25 2.25 0 0 0 5 5.25v13.5A2.25 2.25 0 0 0 7.25 21h9.5A2.25 2.25 0 0 0 19 18.75V8.75L13.25 3v5.75H19';

const drawings = {
  check: (
    <>
      <path d={page} />
      <path d="m8.75 14.6 2.4 2.4 4.2-4.5" />
    </>
  ),
  up: (
    <>
      <path d={page} />
      <path d="M12 17.75v-5.5M9.4 14.7 12 12.1l2.6 2.6" />
    </>
  ),
  dots: (
    <>
      <path d={page} />
      <circle class="dot dot--wait" cx="8.7" cy="15" r="1.15" />
      <circle class="dot dot--wait" cx="12" cy="15" r="1.15" />
      <circle class="dot dot--wait" cx="15.3" cy="15" r="1.15" />
    </>
  ),
  clock: (
    <>
      <path d="M19 10.25v-1.5L13.25 3H7.25A2.25 2.25 0 0 0 5 5.25v13.5A2.25 2.25 0 0 0 7.25 21h1.5M13.25 3v5.75H19" />
      <circle cx="16" cy="17" r="4.5" />
      <path d="M16 14.9v2.2l1.3.9" />
    </>
  ),
  ask: (
    <>
      <path d={page} />
      <path d="M10.3 12.6a1.75 1.75 0 1 1 2.6 1.5c-.6.35-.9.7-.9 1.3" />
      <circle class="dot" cx="12" cy="17.9" r="1.05" />
    </>
  ),
  two: (
    <>
      <path d="M15 3H9.75A2.25 2.25 0 0 0 7.5 5.25v9.5A2.25 2.25 0 0 0 9.75 17h8A2.25 2.25 0 0 0 20 14.75V8L15 3v5h5" />
      <path d="M4 8v10.25A2.75 2.75 0 0 0 6.75 21H15" />
    </>
  ),
  torn: (
    <>
      <path d="M5 16.5V5.25A2.25 2.25 0 0 1 7.25 3h6L19 8.75V16M13.25 3v5.75H19" />
      <path d="m5 16.5 2.4 2.75 2.3-2.75 2.3 2.75 2.3-2.75 2.35 2.75L19 16.5" />
    </>
  ),
  minus: (
    <>
      <path d={page} />
      <path d="M9 15h6" />
    </>
  ),
} as const satisfies Record<string, ComponentChildren>;

export type SheetSign = keyof typeof drawings;

/** The sign of a document, and the tone that may go with it. */
export function signOf(document: Pick<DocumentView, 'state' | 'reason'>): {
  readonly sign: SheetSign;
  readonly tone: 'ok' | 'go' | 'ask' | null;
} {
  switch (document.state) {
    case 'seen':
    case 'settling':
      return { sign: 'dots', tone: null };
    case 'ready':
    case 'waiting':
      return { sign: 'clock', tone: null };
    case 'uploading':
    case 'uploaded':
    case 'attaching':
      return { sign: 'up', tone: 'go' };
    case 'filed':
      return { sign: 'check', tone: 'ok' };
    case 'attention':
      return { sign: signOfQuestion(document.reason), tone: 'ask' };
    case 'ignored':
      return { sign: 'minus', tone: null };
    default:
      return assertNever(document.state);
  }
}

/** A question about two versions shows two sheets, one about a broken file a torn one. */
export function signOfQuestion(reason: string | null): SheetSign {
  switch (reason) {
    case 'field-filled':
    case 'changed-after-filing':
    case 'duplicate-elsewhere':
    case 'maybe-filed':
      return 'two';
    case 'incomplete':
    case 'empty':
    case 'unreadable':
    case 'too-large':
    case 'type-refused':
      return 'torn';
    default:
      return 'ask';
  }
}

export function Sheet({
  sign,
  tone,
  inCard = false,
}: {
  readonly sign: SheetSign;
  readonly tone: 'ok' | 'go' | 'ask' | null;
  readonly inCard?: boolean;
}) {
  const place = inCard ? 'i--20' : 'row__glyph';
  return (
    <svg
      class={`sheet ${place}${tone === null ? '' : ` row__glyph--${tone}`}`}
      viewBox="0 0 24 24"
      aria-hidden="true"
    >
      {drawings[sign]}
    </svg>
  );
}
