/** What stands above today's documents when something must be said: why nothing moves, and the one act that helps. */
import { useState } from 'preact/hooks';
import type { Face } from '../../../main/shared/face.ts';
import type { MessageKey } from '../../../main/shared/messages/format.ts';
import { partialTroubles, type PartialTrouble, type Trouble } from '../../../main/shared/troubles.ts';
import { useApp, useStore, useWords } from '../state/context.tsx';
import { Button, SayingButton } from '../ui/button.tsx';
import { Note } from '../ui/note.tsx';
import { Shelf } from '../ui/shelf.tsx';
import { KeyForm } from './key-form.tsx';
import { NoticeList } from './notices.tsx';

const isPartial = (trouble: Trouble | null): trouble is PartialTrouble =>
  trouble !== null && (partialTroubles as readonly Trouble[]).includes(trouble);

const keyTroubles = ['key-refused', 'key-missing', 'keychain-locked'] as const;
type KeyTrouble = (typeof keyTroubles)[number];
const rootTroubles = ['root-missing', 'root-empty', 'root-unreadable', 'ledger-unwritable'] as const;
type RootTrouble = (typeof rootTroubles)[number];
const isRoot = (trouble: Trouble | null): trouble is RootTrouble =>
  trouble !== null && (rootTroubles as readonly Trouble[]).includes(trouble);

/** `quiet`: nothing is under way, so there is room to say how it all works. */
export function TodayHead({ face, quiet }: { readonly face: Face; readonly quiet: boolean }) {
  const words = useWords();
  const trouble = useApp((state) => state.status?.trouble ?? null);
  return (
    <>
      <FaceShelf face={face} quiet={quiet} />
      {isPartial(trouble) ? (
        <div class="above">
          <Note
            icon="info"
            {...(trouble === 'watcher-down' || trouble === 'trash-missing' ? {} : { tone: 'ask' })}
          >
            {words.say(`note.${trouble}`)}
          </Note>
        </div>
      ) : null}
      <div class="above above--notices">
        <NoticeList />
      </div>
    </>
  );
}

function FaceShelf({ face, quiet }: { readonly face: Face; readonly quiet: boolean }) {
  const words = useWords();
  const { client } = useStore();
  const status = useApp((state) => state.status);
  if (status === null) return null;
  const retry = (
    <Button icon="refresh" onPress={() => void client.call('agent.sync-now', undefined)}>
      {words.say('act.retry')}
    </Button>
  );
  switch (face) {
    case 'filed':
      return quiet ? <Shelf sign="filed">{words.say('shelf.filed')}</Shelf> : null;
    case 'offline':
      return (
        <Shelf sign="offline" title={words.say('shelf.offline.title')} actions={retry}>
          {words.say('shelf.offline')}
        </Shelf>
      );
    case 'paused':
      return (
        <Shelf sign="paused" title={words.say('shelf.paused.title')} actions={<PausedActs />}>
          {words.say('shelf.paused')}
        </Shelf>
      );
    case 'signed-out':
      return <SignedOut />;
    case 'standing-by':
      return (
        <Shelf sign="standing-by" title={words.say('shelf.standing-by.title')}>
          {status.worksElsewhere === null
            ? words.say('shelf.standing-by.unknown')
            : words.say('shelf.standing-by', { host: status.worksElsewhere })}
        </Shelf>
      );
    case 'trouble':
      if (!isRoot(status.trouble)) return null;
      return (
        <Shelf
          sign="trouble"
          title={words.say(`shelf.${status.trouble}.title` satisfies MessageKey)}
          actions={retry}
        >
          {words.say(`shelf.${status.trouble}`, { root: status.root })}
        </Shelf>
      );
    case 'starting':
    case 'working':
    case 'attention':
      return null;
  }
}

function PausedActs() {
  const words = useWords();
  const { client } = useStore();
  const until = useApp((state) => state.status?.pausedUntil ?? null);
  return (
    <>
      <Button look="primary" icon="play" onPress={() => void client.call('agent.resume', undefined)}>
        {words.say('act.resume')}
      </Button>
      {until === null ? null : (
        <Button onPress={() => void client.call('agent.pause', { for: 'tomorrow' })}>
          {words.say('act.pause.extend')}
        </Button>
      )}
    </>
  );
}

function SignedOut() {
  const words = useWords();
  const { client } = useStore();
  const status = useApp((state) => state.status);
  const [entering, setEntering] = useState(false);
  const trouble: KeyTrouble = keyTroubles.find((candidate) => candidate === status?.trouble) ?? 'key-refused';
  const request = words.say('key.request', { host: status?.tenantHost ?? '' });
  if (entering) return <KeyForm onDone={() => setEntering(false)} />;
  const tryAgain = (
    <Button
      icon="refresh"
      {...(trouble === 'keychain-locked' ? { look: 'primary' } : {})}
      onPress={() => void client.call('key.retry', undefined)}
    >
      {words.say('act.retry')}
    </Button>
  );
  const acts =
    trouble === 'keychain-locked' ? (
      tryAgain
    ) : (
      <>
        <Button look="primary" icon="key" onPress={() => setEntering(true)}>
          {words.say('act.enter-key')}
        </Button>
        <SayingButton
          icon="copy"
          said={words.say('act.copied')}
          onPress={() => client.call('text.copy', { text: request })}
        >
          {words.say('act.copy-request')}
        </SayingButton>
      </>
    );
  return (
    <Shelf sign="locked" title={words.say(`shelf.${trouble}.title`)} actions={acts}>
      {words.say(`shelf.${trouble}`)}
    </Shelf>
  );
}
