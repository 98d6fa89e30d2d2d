/**
 * Draws what `npm run bench -- growth` measured: `npx tsx test/bench/growth-plot.ts`, into docs/images/growth.svg. Both
 * axes in powers of ten: what grows with the files and no faster is a straight line of the dotted ones' slope.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Measures } from './support/benchmark.ts';

const sizes = [
  ['1 k', 1e3],
  ['10 k', 1e4],
  ['100 k', 1e5],
  ['1 M', 1e6],
] as const;
const [width, height] = [760, 340];
const panel = { width: 270, height: 220, top: 56 } as const;

interface Line {
  readonly title: string;
  readonly colour: string;
  readonly values: readonly number[];
}

interface Panel {
  readonly title: string;
  readonly left: number;
  /** Powers of ten. */
  readonly from: number;
  readonly to: number;
  readonly tick: (value: number) => string;
  readonly lines: readonly Line[];
  /** Dotted lines of what is proportional to the files. */
  readonly proportional: boolean;
}

const result = JSON.parse(
  readFileSync(new URL('../../test-results/bench/growth.json', import.meta.url), 'utf8'),
) as { readonly at: string; readonly machine: string; readonly rounds: readonly Measures[] };

/** Medians of all rounds would be more than this needs: its benchmark has one. */
const of = (name: string): readonly number[] =>
  sizes.map(([title]) => result.rounds[0]?.[`${title} ${name}`] ?? Number.NaN);

const panels: readonly Panel[] = [
  {
    title: 'Time of a scan, nothing changed',
    left: 70,
    from: 0,
    to: 5,
    tick: (value) => (value < 1e3 ? `${value} ms` : `${value / 1e3} s`),
    lines: [
      { title: 'Classeur', colour: '#0b6e4f', values: of('ms') },
      { title: 'bare readdir + lstat', colour: '#8a8f98', values: of('bare') },
    ],
    proportional: true,
  },
  {
    title: 'Most memory of the scanning process',
    left: 450,
    from: 1,
    to: 3,
    tick: (value) => `${value} MB`,
    lines: [{ title: 'Classeur', colour: '#0b6e4f', values: of('peak') }],
    proportional: false,
  },
];

const x = ({ left }: Panel, files: number): number => left + ((Math.log10(files) - 3) / 3) * panel.width;
const y = ({ from, to }: Panel, value: number): number =>
  panel.top + panel.height - ((Math.log10(value) - from) / (to - from)) * panel.height;
const text = (left: number, top: number, words: string, more = ''): string =>
  `<text x="${left.toFixed(1)}" y="${top.toFixed(1)}" ${more}>${words}</text>`;
const path = (points: readonly (readonly [number, number])[], look: string): string =>
  `<polyline points="${points.map(([left, top]) => `${left.toFixed(1)},${top.toFixed(1)}`).join(' ')}" fill="none" ${look}/>`;

function drawn(one: Panel): string {
  const bottom = panel.top + panel.height;
  const powers = Array.from({ length: one.to - one.from + 1 }, (_, at) => 10 ** (one.from + at));
  const clip = `clip${one.left}`;
  const slopes = one.proportional
    ? [1e-4, 1e-3, 1e-2, 1e-1, 1].map((each) =>
        path(
          sizes.map(([, files]) => [x(one, files), y(one, files * each)] as const),
          `stroke="#c9ccd1" stroke-dasharray="2 4" clip-path="url(#${clip})"`,
        ),
      )
    : [];
  return [
    `<clipPath id="${clip}"><rect x="${one.left}" y="${panel.top}" width="${panel.width}" height="${panel.height}"/></clipPath>`,
    text(one.left, 24, one.title, 'font-weight="600"'),
    ...powers.flatMap((value) => [
      path(
        [
          [one.left, y(one, value)],
          [one.left + panel.width, y(one, value)],
        ],
        'stroke="#e6e8eb"',
      ),
      text(one.left - 8, y(one, value) + 4, one.tick(value), 'text-anchor="end" fill="#5b616b"'),
    ]),
    ...sizes.map(([title, files]) =>
      text(x(one, files), bottom + 20, title, 'text-anchor="middle" fill="#5b616b"'),
    ),
    text(one.left + panel.width / 2, bottom + 40, 'files', 'text-anchor="middle" fill="#5b616b"'),
    ...slopes,
    ...one.lines.flatMap(({ colour, values }) => {
      const points = sizes.map(([, files], at) => [x(one, files), y(one, values[at] ?? 1)] as const);
      return [
        path(points, `stroke="${colour}" stroke-width="2.5" stroke-linejoin="round"`),
        ...points.map(
          ([left, top]) =>
            `<circle cx="${left.toFixed(1)}" cy="${top.toFixed(1)}" r="3.5" fill="${colour}"/>`,
        ),
      ];
    }),
    ...one.lines.map(({ title, colour }, at) =>
      text(one.left + 10, panel.top + 16 + at * 18, title, `fill="${colour}" font-weight="600"`),
    ),
    ...(one.proportional
      ? [text(one.left + 10, panel.top + 16 + one.lines.length * 18, 'dotted: linear', 'fill="#8a8f98"')]
      : []),
  ].join('\n');
}

const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="DejaVu Sans, Segoe UI, sans-serif" font-size="12">
<rect width="${width}" height="${height}" fill="#ffffff"/>
${panels.map(drawn).join('\n')}
${text(width - 10, height - 8, `${result.at.slice(0, 10)}, ${result.machine}`, 'text-anchor="end" fill="#8a8f98" font-size="9"')}
</svg>
`;
writeFileSync(new URL('../../docs/images/growth.svg', import.meta.url), svg);
