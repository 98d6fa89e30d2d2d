/** Kinds of document: from each sub-folder to a field, in the order in which they are tried. */
import { useRef, useState } from 'preact/hooks';
import { matchOfFolder } from '../../../main/shared/folder-glob.ts';
import type { RouteSettings } from '../../../main/shared/settings.ts';
import { useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { FieldOptions } from '../ui/field-options.tsx';
import { Icon } from '../ui/icon.tsx';
import { Note } from '../ui/note.tsx';
import { GivenKinds } from '../ui/given-kinds.tsx';
import { Select } from '../ui/select.tsx';
import { picture, placeIdOf, targetFor } from './route.ts';
import { RouteLine } from './route-line.tsx';
import { useEditing, useLocked } from './use-settings.tsx';
import { useWrong } from './wrong.ts';

const notYet = '';

export function Kinds() {
  return useLocked()('routes') ? <LockedKinds /> : <EditedKinds />;
}

function LockedKinds() {
  const words = useWords();
  const { draft, view } = useEditing();
  const given = draft.routes.map(({ match, target }) => ({ match, place: placeIdOf(target) }));
  return (
    <section class="set">
      <h3>{words.say('settings.kinds.title')}</h3>
      <Note icon="lock">
        <b>{words.say('settings.locked')}</b>
        <br />
        {words.say('settings.kinds.locked')}
      </Note>
      <GivenKinds given={given} places={view.places} />
    </section>
  );
}

function EditedKinds() {
  const words = useWords();
  const { draft, view, faults, change } = useEditing();
  const wrong = useWrong();
  const { routes } = draft;
  const { places } = view;
  const put = (next: readonly RouteSettings[]): void => change({ routes: [...next] });
  const swap = (at: number, other: number): void =>
    put(routes.map((route, index) => routes[index === at ? other : index === other ? at : index] ?? route));
  // Rows keep what is open in them while they move.
  const keys = useRef(new Map<RouteSettings, number>());
  const keyOf = (route: RouteSettings): number => {
    const known = keys.current.get(route) ?? keys.current.size;
    keys.current.set(route, known);
    return known;
  };
  const replaced = (at: number, next: RouteSettings): void => {
    const before = routes[at];
    if (before !== undefined) keys.current.set(next, keyOf(before));
    put(routes.map((route, index) => (index === at ? next : route)));
  };
  const named = new Set(routes.map(({ match }) => match));
  const left = view.unrouted.filter(({ name }) => !named.has(matchOfFolder(name)));
  return (
    <section class="set">
      <h3>{words.say('settings.kinds.title')}</h3>
      {places === null ? <Note icon="info">{words.say('settings.kinds.unseen')}</Note> : null}
      {wrong('routes') !== null && routes.length === 0 ? (
        <Note icon="info" tone="ask">
          {words.say('settings.wrong.routes')}
        </Note>
      ) : null}
      <ul class="match match--setup match--edit">
        {routes.map((route, at) => (
          <RouteLine
            key={keyOf(route)}
            route={route}
            places={places}
            wrong={wrong(`routes[${String(at)}]`)}
            fault={faults.get(at) ?? null}
            acts={{
              onChange: (next) => replaced(at, next),
              onRemove: () => put(routes.filter((_, index) => index !== at)),
              onUp: at === 0 ? null : () => swap(at, at - 1),
              onDown: at === routes.length - 1 ? null : () => swap(at, at + 1),
            }}
          />
        ))}
        {left.map(({ name, documents }) => (
          <NewKind
            key={name}
            name={name}
            documents={documents}
            onRoute={(route) => put([...routes, route])}
          />
        ))}
      </ul>
      <Another
        onName={(name) =>
          put([
            ...routes,
            routeOf(
              name,
              places?.find((place) => !place.readOnly),
            ),
          ])
        }
      />
    </section>
  );

  function routeOf(name: string, place: Parameters<typeof targetFor>[0] | undefined): RouteSettings {
    return {
      match: matchOfFolder(name),
      target: place === undefined ? picture : targetFor(place),
      whenFilled: 'ask',
    };
  }
}

/** A sub-folder that asks each time: one choice, and it has its field. */
function NewKind({
  name,
  documents,
  onRoute,
}: {
  readonly name: string;
  readonly documents: number;
  readonly onRoute: (route: RouteSettings) => void;
}) {
  const words = useWords();
  const { view } = useEditing();
  const { places } = view;
  const shown = name === '' ? words.say('setup.kinds.direct') : name;
  return (
    <li class="match__row">
      <span class="match__from">
        <Icon name={name === '' ? 'document' : 'folder'} />
        <span class="cut" title={shown}>
          {shown}
        </span>
        <span class="num">
          <span aria-hidden="true">{words.number(documents)}</span>
          <span class="sr">{words.say('setup.kinds.documents', { n: documents })}</span>
        </span>
      </span>
      <Icon name="arrow" />
      <span class="match__to">
        <Select
          label={words.say('setup.kinds.field', { name: shown })}
          value={notYet}
          onChange={(value) => {
            const place = places?.find((one) => one.id === value);
            const target = value === picture ? picture : place === undefined ? null : targetFor(place);
            if (target !== null) onRoute({ match: matchOfFolder(name), target, whenFilled: 'ask' });
          }}
        >
          <option value={notYet}>{words.say('setup.kinds.later')}</option>
          <FieldOptions places={places ?? []} />
        </Select>
      </span>
      <span class="match__more">{words.say('setup.kinds.later.detail', { n: documents })}</span>
    </li>
  );
}

/** A sub-folder that is still to come. */
function Another({ onName }: { readonly onName: (name: string) => void }) {
  const words = useWords();
  const [open, setOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  if (!open)
    return (
      <div class="actions">
        <Button small icon="plus" onPress={() => setOpen(true)}>
          {words.say('settings.kinds.add')}
        </Button>
      </div>
    );
  const add = (): void => {
    const name = field.current?.value.trim() ?? '';
    if (name === '') return;
    setOpen(false);
    onName(name);
  };
  return (
    <form
      class="panel"
      onSubmit={(event) => {
        event.preventDefault();
        add();
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        setOpen(false);
      }}
    >
      <label class="field">
        <span class="field__label">{words.say('settings.kinds.add.name')}</span>
        <span class="input input--tall">
          {/* Whoever pressed the button wants to type. */}
          <input
            ref={(input) => {
              if (field.current === null) input?.focus();
              field.current = input;
            }}
            type="text"
            autocomplete="off"
          />
        </span>
        <span class="field__help">{words.say('settings.kinds.add.help')}</span>
      </label>
      <div class="actions">
        <Button look="primary" small submit>
          {words.say('settings.kinds.add.go')}
        </Button>
        <Button look="quiet" small onPress={() => setOpen(false)}>
          {words.say('act.cancel')}
        </Button>
      </div>
    </form>
  );
}
