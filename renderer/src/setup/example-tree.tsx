/** What a folder looks like that Classeur can work with: shown until there is a real one to show. */
import type { ComponentChildren } from 'preact';
import { useWords } from '../state/context.tsx';
import { Icon } from '../ui/icon.tsx';

export function ExampleTree() {
  const words = useWords();
  return (
    <figure class="example">
      <figcaption>{words.say('setup.example')}</figcaption>
      <ul>
        <Folder name={words.say('setup.example.root')}>
          <Folder name={words.say('setup.example.one')} strong>
            <Folder name={words.say('setup.example.kind.one')} />
            <Folder name={words.say('setup.example.kind.two')} />
          </Folder>
          <Folder name={words.say('setup.example.two')} strong />
        </Folder>
      </ul>
    </figure>
  );
}

function Folder({
  name,
  strong = false,
  children,
}: {
  readonly name: string;
  readonly strong?: boolean;
  readonly children?: ComponentChildren;
}) {
  return (
    <li>
      <span class={strong ? 'example__name bold' : 'example__name'}>
        <Icon name="folder" />
        {name}
      </span>
      {children === undefined ? null : <ul>{children}</ul>}
    </li>
  );
}
