/** A sheet of paper that stands for a file: its kind on it, nothing of its content. */
import { useWords } from '../state/context.tsx';

/** `PDF`, `JPG`; '' where the name has no extension that fits on a sheet. */
export function kindOf(fileName: string): string {
  const extension = /\.([A-Za-z0-9]{1,5})$/.exec(fileName)?.[1];
  return extension === undefined ? '' : extension.toUpperCase();
}

export function Paper({
  fileName,
  look,
}: {
  readonly fileName: string;
  readonly look: 'thumb' | 'thumb thumb--xl';
}) {
  const words = useWords();
  const kind = kindOf(fileName);
  return (
    <svg
      class={`paper ${look}`}
      viewBox="0 0 210 297"
      role="img"
      aria-label={words.say('page.paper', { kind: kind === '' ? '?' : kind })}
    >
      <g class="paper__lines">
        <path d="M34 46h76M34 66h142M34 82h142M34 98h98" />
        <path d="M34 128h142M34 144h120M34 160h142M34 176h64" />
      </g>
      <text class="paper__kind" x="105" y="246">
        {kind}
      </text>
    </svg>
  );
}
