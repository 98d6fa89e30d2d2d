/** The end of the demonstration: what Lucca holds for whom, against what was saved. */
import type { Holding } from '../lucca/index.ts';
import { compare, targets, type Expected } from '../support/tree/index.ts';
import type { Running } from './agents.ts';
import type { Office } from './office.ts';
import { fieldName, type Story, type Told } from './story.ts';
import { paint, say, shorten, table, type Cell } from './terminal.ts';
import type { Words } from './words.ts';

const fileOf = (path: string) => path.split('/').at(-1) ?? path;

const placeIs = (at: Pick<Expected, 'employeeId' | 'field' | 'subField'>) => (held: Holding) =>
  held.employeeId === at.employeeId && held.field === at.field && held.subField === at.subField;

/** Prints the tables. Returns the exit code: 1 where anything is missing, doubled, on the wrong person, or not asked. */
export function report(office: Office, agent: Running, story: Story, text: Words): number {
  const holdings = office.lucca.holdings();
  const expected = story.told.flatMap(({ scan, sha256 }): Expected[] =>
    scan.must.end === 'filed' ? [{ path: scan.path, sha256, ...scan.must }] : [],
  );
  const { missing, doubled, misplaced, strange } = compare(expected, holdings, office.before);

  say();
  say(paint(text.tableTitle, 'bold'));
  const rows = story.told.flatMap((told): (readonly Cell[])[] => {
    const due = expected.find(({ path }) => path === told.scan.path);
    if (due === undefined) return [];
    const isMissing = missing.includes(due);
    return [row(office, told, due, isMissing, doubled.includes(due), holdings, text)];
  });
  table(text.columns, [...rows, ...[...misplaced, ...strange].map((held) => strayRow(office, held, text))]);

  const questions = story.told.filter(({ scan }) => scan.must.end === 'asks');
  const unasked = questions.filter(({ scan }) => !asks(agent, scan));
  say();
  say(paint(text.questionsTitle, 'bold'));
  for (const { scan } of questions) {
    const reason = scan.must.end === 'asks' ? (text.reasons[scan.must.reason] ?? scan.must.reason) : '';
    const mark = asks(agent, scan) ? paint(`? ${reason}`, 'yellow') : paint(text.notAsked, 'red');
    say(`  ${shorten(scan.path, 60)}  ${mark}`);
  }

  const faults = missing.length + doubled.length + misplaced.length + strange.length + unasked.length;
  const differing = rows.filter((cells) => cells.at(-1)?.text === text.different).length;
  const { journal } = office.lucca;
  say();
  say(
    paint(
      `  ${text.requests(journal.requests.length, journal.countUploads(), journal.countThrottled(), story.seconds)}`,
      'dim',
    ),
  );
  const perfect = faults + differing === 0;
  say(
    perfect
      ? paint(`  ${text.perfect(rows.length, questions.length)}`, 'green')
      : paint(`  ${text.imperfect(faults + differing)}`, 'red'),
  );
  return perfect ? 0 : 1;
}

/** The agent asks what it must ask of this scan, and Lucca holds nothing of it. */
function asks(agent: Running, { path, must }: Told['scan']): boolean {
  const word = agent.said.get(path);
  return must.end === 'asks' && word?.state === 'attention' && word.reason === must.reason;
}

function row(
  office: Office,
  { scan, sha256 }: Told,
  due: Expected,
  isMissing: boolean,
  isDoubled: boolean,
  holdings: readonly Holding[],
  text: Words,
): readonly Cell[] {
  const saved = Buffer.from(scan.states.at(-1) ?? new Uint8Array());
  const held = holdings.find((one) => placeIs(due)(one) && one.sha256 === sha256);
  const stored = held === undefined ? null : office.lucca.store.files.get(held.fileId)?.bytes;
  const verdict: Cell = isMissing
    ? { text: text.missing, shade: 'red' }
    : isDoubled
      ? { text: text.doubled, shade: 'red' }
      : stored?.equals(saved) === true
        ? { text: text.identical, shade: 'green' }
        : { text: text.different, shade: 'red' };
  return [
    { text: scan.who },
    { text: fieldName(office, scan.drawer, text) },
    { text: shorten(held?.fileName ?? fileOf(scan.path), 36) },
    { text: text.size(saved.length), right: true },
    verdict,
  ];
}

function strayRow(office: Office, held: Holding, text: Words): readonly Cell[] {
  const person = office.lucca.company.employees.find(({ id }) => id === held.employeeId);
  const drawer = Object.entries(targets).find(([, target]) => target.field === held.field)?.[0];
  return [
    { text: person === undefined ? String(held.employeeId) : `${person.firstName} ${person.lastName}` },
    { text: drawer === undefined ? held.field : fieldName(office, drawer as keyof typeof targets, text) },
    { text: shorten(held.fileName, 36) },
    { text: text.size(held.bytes), right: true },
    { text: text.misplaced, shade: 'red' },
  ];
}
