/** A document's page, asked for anew whenever documents change. */
import { useEffect, useState } from 'preact/hooks';
import type { DocumentPage } from '../../../main/shared/status.ts';
import { useApp, useStore } from './context.tsx';

/** `undefined` while the first answer is under way, null when there is no such document any more. */
export function useDocumentPage(id: string | null): DocumentPage | null | undefined {
  const { client } = useStore();
  const revision = useApp((state) => state.revision);
  const [known, setKnown] = useState<{ readonly id: string; readonly page: DocumentPage | null } | null>(
    null,
  );
  useEffect(() => {
    if (id === null) return;
    let current = true;
    void client.call('document.get', { id }).then((page) => {
      if (current) setKnown({ id, page });
    });
    return () => {
      current = false;
    };
  }, [client, id, revision]);
  if (id === null) return null;
  // The page of the document shown before stays until the new one is here: no flicker between the two.
  return known === null ? undefined : known.page;
}
