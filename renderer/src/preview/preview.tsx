/** The first page of a document where it is spoken of, and larger for whoever wants to read it. */
import { useRef, useState } from 'preact/hooks';
import type { DocumentView } from '../../../main/shared/status.ts';
import { Enlarged } from './enlarged.tsx';
import { FirstPage } from './first-page.tsx';
import type { PreviewSize } from './first-page.tsx';

export function Preview({
  document,
  size,
}: {
  readonly document: DocumentView;
  readonly size: Exclude<PreviewSize, 'large'>;
}) {
  const [enlarged, setEnlarged] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <FirstPage document={document} size={size} enlarge={{ button, press: () => setEnlarged(true) }} />
      {enlarged ? (
        <Enlarged
          document={document}
          onClose={() => {
            setEnlarged(false);
            button.current?.focus();
          }}
        />
      ) : null}
    </>
  );
}
