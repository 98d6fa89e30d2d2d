/** What somebody should know of and no document asks: folders with a former name, routes that lead nowhere. */
import { useRef, useState } from 'preact/hooks';
import { folderOfMatch } from '../../../main/shared/folder-glob.ts';
import type { FolderRenaming, Notices, RenamableFolder } from '../../../main/shared/notices-contract.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { Notice } from '../ui/note.tsx';

const bold = (_tag: 'b', text: string) => <b>{text}</b>;
/** A path below root, as people read it. */
const told = (folder: string): string => folder.split('/').join(' › ');

type Failure = Exclude<FolderRenaming, { ok: true }>['why'];

/** So many routes are told; the settings tell all of them. */
const mostRoutes = 3;

export function NoticeList() {
  const notices = useApp((state) => state.notices);
  if (notices === null) return null;
  return (
    <>
      <RouteNotice routes={notices.routes} />
      <FolderNotice folders={notices.folders} />
    </>
  );
}

function RouteNotice({ routes }: Pick<Notices, 'routes'>) {
  const words = useWords();
  const store = useStore();
  if (routes.length === 0) return null;
  return (
    <Notice
      icon="info"
      tone="ask"
      title={words.say('notice.routes.title', { n: routes.length })}
      acts={
        <Button small onPress={() => store.arrive('settings', 'kinds')}>
          {words.say('notice.routes.act')}
        </Button>
      }
    >
      {routes.slice(0, mostRoutes).map(({ route, match, why }) => {
        const folder = folderOfMatch(match) ?? match;
        const name = folder === '' ? words.say('setup.kinds.direct') : folder;
        return (
          <p key={route}>{words.rich('notice.routes', { name, why: words.say(`fault.${why}`) }, bold)}</p>
        );
      })}
    </Notice>
  );
}

/** One folder at a time, whatever their number: each is a person's own decision, or all are one. */
function FolderNotice({ folders }: Pick<Notices, 'folders'>) {
  const words = useWords();
  const store = useStore();
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<{ readonly folder: string; readonly why: Failure } | null>(null);
  const [renamed, setRenamed] = useState(0);
  const place = useRef<HTMLDivElement>(null);
  const [first] = folders;

  const act = async (chosen: readonly RenamableFolder[], call: 'rename' | 'keep'): Promise<void> => {
    if (busy) return;
    setBusy(true);
    let done = 0;
    let failure: typeof failed = null;
    try {
      for (const { folder } of chosen) {
        if (call === 'keep') await store.client.call('folders.keep', { folder });
        else {
          const result = await store.client.call('folders.rename', { folder });
          if (!result.ok) {
            failure = { folder, why: result.why };
            break;
          }
          done += 1;
        }
      }
      await store.refresh();
    } finally {
      setRenamed(done);
      setFailed(failure);
      setBusy(false);
    }
    // Whoever pressed the last of these buttons is not left nowhere.
    if (store.get().notices?.folders.length === 0) place.current?.closest<HTMLElement>('.scroll')?.focus();
  };

  return (
    <div ref={place}>
      <p class="sr" role="status">
        {failed !== null
          ? words.say(`notice.folder.fail.${failed.why}`)
          : renamed > 0
            ? words.say('notice.folder.done', { n: renamed })
            : ''}
      </p>
      {first === undefined ? null : (
        <Notice
          icon="folder"
          title={words.say('notice.folder.title', { n: folders.length })}
          acts={
            <>
              <Button small onPress={() => void act([first], 'rename')}>
                {words.say('notice.folder.rename')}
              </Button>
              <Button small look="quiet" onPress={() => void act([first], 'keep')}>
                {words.say('notice.folder.keep')}
              </Button>
              {folders.length < 2 ? null : (
                <Button small look="quiet" onPress={() => void act(folders, 'rename')}>
                  {words.say('notice.folder.all')}
                </Button>
              )}
            </>
          }
        >
          <p>
            {words.rich(
              'notice.folder',
              { folder: told(first.folder), wouldBe: told(first.wouldBe), name: first.person.name },
              bold,
            )}
          </p>
          {failed === null ? null : (
            <p class="notice__failed" aria-hidden="true">
              {words.say(`notice.folder.fail.${failed.why}`)}
            </p>
          )}
        </Notice>
      )}
    </div>
  );
}
