/** A text with the part that was searched for underlined, whatever its case and accents. */

const plain = (text: string): string => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Where the search stands in the text, as indices into the text itself; null where it does not. */
export function findMark(
  text: string,
  search: string,
): { readonly from: number; readonly to: number } | null {
  const wanted = plain(search.trim());
  if (wanted === '') return null;
  const letters = Array.from(text.normalize('NFC'));
  // One folded letter may stand for several, so each keeps the place of its own.
  const places: number[] = [];
  let folded = '';
  letters.forEach((letter, index) => {
    const part = plain(letter);
    folded += part;
    for (let unit = 0; unit < part.length; unit += 1) places.push(index);
  });
  const at = folded.indexOf(wanted);
  if (at === -1) return null;
  const first = places[at] ?? 0;
  const last = places[at + wanted.length - 1] ?? first;
  const lengthOf = (count: number): number => letters.slice(0, count).join('').length;
  return { from: lengthOf(first), to: lengthOf(last + 1) };
}

export function Marked({ text, search }: { readonly text: string; readonly search: string }) {
  const shown = text.normalize('NFC');
  const mark = findMark(shown, search);
  if (mark === null) return <>{text}</>;
  return (
    <>
      {shown.slice(0, mark.from)}
      <mark>{shown.slice(mark.from, mark.to)}</mark>
      {shown.slice(mark.to)}
    </>
  );
}
