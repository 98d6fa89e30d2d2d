/** The binder: the same drawing in the same state as in the tray. Full: on watch; hollow: not. */
import type { ComponentChildren } from 'preact';
import type { Face } from '../../../main/shared/face.ts';

const spine = <rect class="g-dot" x="5" y="3" width="6" height="1.75" rx=".875" />;
const hollow = <rect class="g-line" x="2.75" y="1.75" width="10.5" height="12.5" rx="1.75" />;
const label = <path class="g-line" d="M6 4.25h4" />;

const tones: Readonly<Record<Face, string>> = {
  starting: 'glyph--off',
  filed: 'glyph--ok',
  working: '',
  attention: 'glyph--ask',
  offline: 'glyph--off',
  paused: 'glyph--off',
  'signed-out': 'glyph--stop',
  'standing-by': 'glyph--off',
  trouble: 'glyph--stop',
};

function drawing(face: Face, count: number): ComponentChildren {
  switch (face) {
    case 'starting':
      return (
        <>
          <rect
            class="g-line g-line--cut"
            stroke-dasharray="3 1.875 3 2.875"
            stroke-dashoffset="-2"
            x="2.75"
            y="1.75"
            width="10.5"
            height="12.5"
            rx="1.75"
          />
          <path
            class="g-fill"
            d="M4.25 7.25h1.5v1.5h-1.5zM7.25 7.25h1.5v1.5h-1.5zM10.25 7.25h1.5v1.5h-1.5z"
          />
        </>
      );
    case 'filed':
      return (
        <>
          <rect class="g-fill" x="2" y="1" width="12" height="14" rx="2.25" />
          {spine}
          <path class="g-sign" d="m5 9.9 2.2 2.2L11.1 8" />
        </>
      );
    case 'working':
      return (
        <>
          <rect class="g-fill" x="2" y="1" width="12" height="14" rx="2.25" />
          {spine}
          <path class="g-sign" d="M8 12.9V7.6M5.6 9.8 8 7.4l2.4 2.4" />
        </>
      );
    case 'attention':
      return (
        <>
          <rect class="g-fill" x="1" y="1" width="12" height="14" rx="2.25" />
          <rect class="g-dot" x="4" y="3" width="6" height="1.75" rx=".875" />
          <rect class="g-back" x="6" y="6" width="11" height="11" rx="3" />
          <rect class="g-tile" x="7" y="7" width="9" height="9" rx="2" />
          <text
            class={count > 9 ? 'g-count g-count--many' : 'g-count'}
            x="11.5"
            y={count > 9 ? '13.4' : '14'}
          >
            {count > 9 ? '9+' : count}
          </text>
        </>
      );
    case 'offline':
      return (
        <>
          {hollow}
          <path class="g-gap" d="M1 15 15 1" />
          <path class="g-line" d="M1.75 14.25l12.5-12.5" />
        </>
      );
    case 'paused':
      return (
        <>
          {hollow}
          {label}
          <path class="g-line" d="M6.25 7.5v4M9.75 7.5v4" />
        </>
      );
    case 'signed-out':
      return (
        <>
          <rect class="g-line" x="1.75" y="1.75" width="10.5" height="12.5" rx="1.75" />
          <path class="g-line" d="M5 4.25h4" />
          <path class="g-back" d="M6.5 17V9.5a5 5 0 0 1 10 0V17z" />
          <path class="g-lock" d="M9.6 11V9.5a1.9 1.9 0 0 1 3.8 0V11" />
          <rect class="g-alarm" x="8" y="10.5" width="7" height="5.5" rx="1.25" />
          <path class="g-keyhole" d="M11.5 12.7v1.2" />
        </>
      );
    case 'standing-by':
      return (
        <>
          {hollow}
          {label}
        </>
      );
    case 'trouble':
      return (
        <>
          <rect class="g-line" x="1.75" y="1.75" width="10.5" height="12.5" rx="1.75" />
          <path class="g-line" d="M5 4.25h4" />
          <rect class="g-back" x="6" y="6" width="11" height="11" rx="3" />
          <rect class="g-tile" x="7" y="7" width="9" height="9" rx="2" />
          <path class="g-mark" d="M11.5 8.9v2.9M11.5 13.6v.01" />
        </>
      );
  }
}

/** `count`: questions, shown by `attention` alone. Decoration: the words stand beside it. */
export function Glyph({ face, count = 0 }: { readonly face: Face; readonly count?: number }) {
  return (
    <svg class={`glyph status__glyph ${tones[face]}`} viewBox="0 0 16 16" aria-hidden="true">
      {drawing(face, count)}
    </svg>
  );
}

/** Two binders: the program itself, whatever its state. */
export function Mark() {
  return (
    <svg class="glyph about__glyph" viewBox="0 0 16 16" aria-hidden="true">
      <rect class="g-fill" x="1" y="1" width="8" height="14" rx="1.5" />
      <path class="g-dot" d="M3 3h4v5H3z" />
      <circle class="g-dot" cx="5" cy="11.75" r="1.25" />
      <rect class="g-fill" x="10" y="3.5" width="5" height="11.5" rx="1.25" />
      <path class="g-dot" d="M11.5 5.5h2v3h-2z" />
      <circle class="g-dot" cx="12.5" cy="12" r=".9" />
    </svg>
  );
}
