/** One kind of document: from which sub-folder, to which field, and what the field wants to know besides. */
import { useState } from 'preact/hooks';
import { folderOfMatch } from '../../../main/shared/folder-glob.ts';
import { targetWords } from '../../../main/shared/messages/state-words.ts';
import type { RouteFault } from '../../../main/shared/route-faults.ts';
import type { RouteSettings } from '../../../main/shared/settings.ts';
import type { FieldPlace } from '../../../main/shared/setup-contract.ts';
import { useWords } from '../state/context.tsx';
import { Button } from '../ui/button.tsx';
import { FieldOptions } from '../ui/field-options.tsx';
import { Icon } from '../ui/icon.tsx';
import { Select } from '../ui/select.tsx';
import { isSingle, picture, placeIdOf, placeOf, targetFor, withValue } from './route.ts';
import type { FieldTarget } from './route.ts';
import { useOwnId } from '../ui/use-own-id.ts';

const templates = ['{date}', '{today}', '{fileName}'] as const;
const whenFilled = ['ask', 'replace', 'skip'] as const;
const rows = ['append', 'resend'] as const;

export interface RouteActs {
  readonly onChange: (route: RouteSettings) => void;
  readonly onRemove: () => void;
  /** Null at the end where it can go no further. */
  readonly onUp: (() => void) | null;
  readonly onDown: (() => void) | null;
}

export function RouteLine({
  route,
  places,
  wrong,
  fault,
  acts,
}: {
  readonly route: RouteSettings;
  readonly places: readonly FieldPlace[] | null;
  readonly wrong: string | null;
  /** What Lucca's fields say against it. */
  readonly fault: RouteFault | null;
  readonly acts: RouteActs;
}) {
  const words = useWords();
  const folder = folderOfMatch(route.match);
  const name = folder === '' ? words.say('setup.kinds.direct') : (folder ?? route.match);
  const [open, setOpen] = useState(wrong !== null);
  const more = useOwnId();
  const { target } = route;
  const place = placeOf(target, places);
  const id = placeIdOf(target);
  const known = target === picture || (place !== undefined && !place.readOnly);
  return (
    <li class="match__row" data-route={route.match}>
      <span class="match__from">
        <Icon name={folder === '' ? 'document' : 'folder'} />
        <span class="cut" title={route.match}>
          {name}
        </span>
      </span>
      <Icon name="arrow" />
      <span class="match__to match__to--edit">
        <Select
          label={words.say('setup.kinds.field', { name })}
          value={id}
          onChange={(value) => {
            const wanted = places?.find((one) => one.id === value);
            if (value === picture) acts.onChange({ ...route, target: picture });
            else if (wanted !== undefined) acts.onChange({ ...route, target: targetFor(wanted) });
          }}
        >
          {/* A field that the key does not see, or may not write, stays what it was. */}
          {known ? null : <option value={id}>{targetWords(place?.name ?? id, words)}</option>}
          <FieldOptions places={places ?? []} />
        </Select>
        <button
          type="button"
          class="btn btn--quiet btn--small btn--icon"
          aria-expanded={open}
          aria-controls={more}
          title={words.say('settings.kinds.more')}
          onClick={() => setOpen(!open)}
        >
          <Icon name={open ? 'down' : 'right'} />
          <span class="sr">{words.say('settings.kinds.more.of', { name })}</span>
        </button>
      </span>
      {fault === null ? null : <p class="match__fault set__wrong">{words.say(`fault.${fault}`)}</p>}
      <span class="match__more">
        {target === picture ? null : (
          <Values
            target={target}
            place={place}
            onChange={(next) => acts.onChange({ ...route, target: next })}
          />
        )}
        {isSingle(target, place) ? (
          <label class="match__value">
            <span>{words.say('setup.kinds.filled')}</span>
            <Select
              chip
              value={route.whenFilled}
              onChange={(chosen) =>
                acts.onChange({ ...route, whenFilled: whenFilled.find((one) => one === chosen) ?? 'ask' })
              }
            >
              {whenFilled.map((one) => (
                <option key={one} value={one}>
                  {words.say(`setup.kinds.filled.${one}`)}
                </option>
              ))}
            </Select>
          </label>
        ) : null}
      </span>
      {open ? (
        <div class="match__deep" id={more}>
          <label class="field">
            <span class="field__label">{words.say('settings.kinds.match')}</span>
            <span class="input">
              <input
                type="text"
                spellcheck={false}
                autocomplete="off"
                defaultValue={route.match}
                aria-invalid={wrong === null ? undefined : true}
                onInput={(event) => acts.onChange({ ...route, match: event.currentTarget.value })}
              />
            </span>
            <span class={wrong === null ? 'field__help' : 'set__wrong'}>
              {wrong ?? words.say('settings.kinds.match.help')}
            </span>
          </label>
          {target === picture || isSingle(target, place) ? null : (
            <label class="field">
              <span class="field__label">{words.say('settings.kinds.rows')}</span>
              <Select
                value={target.rows}
                onChange={(chosen) =>
                  acts.onChange({
                    ...route,
                    target: { ...target, rows: rows.find((one) => one === chosen) ?? 'append' },
                  })
                }
              >
                {rows.map((one) => (
                  <option key={one} value={one}>
                    {words.say(`settings.kinds.rows.${one}`)}
                  </option>
                ))}
              </Select>
              <span class="field__help">{words.say('settings.kinds.rows.help')}</span>
            </label>
          )}
          <div class="actions">
            <Button small look="quiet" icon="up" disabled={acts.onUp === null} onPress={() => acts.onUp?.()}>
              {words.say('settings.kinds.up')}
            </Button>
            <Button
              small
              look="quiet"
              icon="down"
              disabled={acts.onDown === null}
              onPress={() => acts.onDown?.()}
            >
              {words.say('settings.kinds.down')}
            </Button>
            <Button small look="quiet" icon="cross" onPress={acts.onRemove}>
              {words.say('settings.kinds.remove')}
            </Button>
          </div>
        </div>
      ) : null}
    </li>
  );
}

/** What else the field holds: read from the name, the day, or a fixed text that somebody put into the file. */
function Values({
  target,
  place,
  onChange,
}: {
  readonly target: FieldTarget;
  readonly place: FieldPlace | undefined;
  readonly onChange: (target: FieldTarget) => void;
}) {
  const words = useWords();
  const names = new Map((place?.others ?? []).map((other) => [other.field, other.name]));
  const fields = [
    ...new Set([
      ...(place?.others ?? []).filter((other) => other.isDate).map(({ field }) => field),
      ...Object.keys(target.values ?? {}),
    ]),
  ];
  return (
    <>
      {fields.map((field) => {
        const value = target.values?.[field] ?? '';
        const fixed = value !== '' && !(templates as readonly string[]).includes(value);
        return (
          <label class="match__value" key={field}>
            <span>{words.say('setup.kinds.value', { name: names.get(field) ?? field })}</span>
            <Select chip value={value} onChange={(chosen) => onChange(withValue(target, field, chosen))}>
              <option value="{date}">{words.say('setup.kinds.value.name')}</option>
              <option value="{today}">{words.say('setup.kinds.value.today')}</option>
              <option value="{fileName}">{words.say('settings.kinds.value.file')}</option>
              {fixed ? <option value={value}>{value}</option> : null}
              <option value="">{words.say('setup.kinds.value.empty')}</option>
            </Select>
          </label>
        );
      })}
    </>
  );
}
