/** `fields`: the tenant's extendedData fields that can hold a file, with key, kind and name. */
import type { FieldDefinition } from '../../core/model.ts';
import { exitCodes } from '../exit-codes.ts';
import { notRead, openInquiry } from '../inquiry.ts';
import { emit, isRefused, tell, type Outcome, type Terminal } from '../terminal.ts';
import { openDataFolder, openLedgerFor, openTenant } from '../workplace.ts';

export async function fields(terminal: Terminal): Promise<Outcome> {
  const folder = await openDataFolder(terminal, false);
  if (folder !== null) return folder;
  const tenant = await openTenant(terminal);
  if (isRefused(tenant)) return tenant;
  const ledger = await openLedgerFor(terminal, 'beside');
  if (isRefused(ledger)) return ledger;
  const inquiry = await openInquiry(terminal, tenant.settings, tenant.key, ledger, false);
  try {
    const found = await inquiry.gateway.call((signal) => inquiry.lucca.definitions(signal));
    if (found.kind !== 'applied') return notRead(found);
    const places = found.value.flatMap(placesOf);
    for (const place of places) {
      emit(terminal, 'field', place);
      const kind = terminal.say(place.multiple ? 'fields.multiple' : 'fields.single');
      tell(terminal, `${place.field}${place.file === null ? '' : `/${place.file}`}  ${kind}  ${place.name}`);
    }
    if (places.length === 0) tell(terminal, terminal.say('fields.none'));
    return exitCodes.done;
  } finally {
    await inquiry.close();
    await ledger.close();
  }
}

interface FilePlace {
  readonly field: string;
  /** The sub-field that holds the file; null where the field itself does. */
  readonly file: string | null;
  readonly kind: 'single' | 'multiple';
  readonly multiple: boolean;
  readonly name: string;
}

function placesOf(field: FieldDefinition): (FilePlace & Record<string, unknown>)[] {
  const kind = field.multiple ? 'multiple' : 'single';
  const { multiple } = field;
  const own = field.holdsFile && field.subFields.length === 0;
  return [
    ...(own ? [{ field: field.field, file: null, kind, multiple, name: field.name } as const] : []),
    ...field.subFields
      .filter((sub) => sub.holdsFile)
      .map(
        (sub) =>
          ({
            field: field.field,
            file: sub.key,
            kind,
            multiple,
            name: `${field.name} – ${sub.name}`,
          }) as const,
      ),
  ];
}
