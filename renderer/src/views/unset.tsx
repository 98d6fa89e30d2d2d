/** No agent could be started: what is wrong with the settings, and where they are. */
import { useApp, useStore, useWords } from '../state/context.tsx';
import { Button, SayingButton } from '../ui/button.tsx';
import { Shelf } from '../ui/shelf.tsx';

export function UnsetView() {
  const words = useWords();
  const { client } = useStore();
  const problem = useApp((state) => state.info.problem);
  if (problem === null) return null;
  return (
    <main class="window">
      <div class="scroll scroll--canvas">
        <Shelf
          sign="trouble"
          title={words.say(`unset.${problem.kind}.title`)}
          whole
          level="h1"
          actions={
            problem.kind === 'policy' ? (
              // It lies elsewhere, and whoever reads this may not mend it: the line is for somebody else.
              <SayingButton
                icon="copy"
                said={words.say('act.copied')}
                onPress={() => client.call('text.copy', { text: problem.message })}
              >
                {words.say('act.copy')}
              </SayingButton>
            ) : (
              <Button icon="folder" onPress={() => void client.call('data.open', undefined)}>
                {words.say('settings.open-data')}
              </Button>
            )
          }
        >
          {words.say(`unset.${problem.kind}`)}
          {problem.message !== '' ? (
            <span class="unset">
              {problem.path === '' ? null : <span>{words.say('unset.place', { path: problem.path })}</span>}
              <span class="mono">{problem.message}</span>
            </span>
          ) : null}
        </Shelf>
      </div>
    </main>
  );
}
