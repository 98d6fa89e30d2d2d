type Column = Uint8Array | Uint32Array | Int32Array | Float64Array;

/** The column itself, or a longer one with the same content where it lacks room for so many rows. */
export function grown<T extends Column>(column: T, rows: number): T {
  if (rows <= column.length) return column;
  const longer = new (column.constructor as new (length: number) => T)(Math.max(rows, 2 * column.length));
  longer.set(column);
  return longer;
}
