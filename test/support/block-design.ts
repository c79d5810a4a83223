/** Which compositions of a block are tried: a covering design over its parts, and the table of it. */
import { type Contradiction, type Covering, covering, type Factor } from './covering.ts';

export const FACTORS = [
  {
    name: 'positions',
    levels: ['none', 'rotary', 'rotary negative', 'frequencies', 'slope', 'slopes', 'decay', 'bias'],
  },
  {
    name: 'mask',
    levels: ['causal', 'full', 'window', 'window sinks', 'prefix', 'blocks causal', 'blocks full', 'matrix'],
  },
  { name: 'weights', levels: ['softmax', 'count', 'hardmax', 'sigmoid', 'softplus', 'softplus count'] },
  { name: 'beta', levels: ['positive', 'negative'] },
  { name: 'heads', levels: ['1', '2', '4 width output', '4 grouped', '3 mean'] },
  { name: 'scheme', levels: ['post', 'pre', 'mix', 'peri', 'ngpt', 'ln-scaling', 'none'] },
  { name: 'by', levels: ['sphere', 'rms', 'layer'] },
  { name: 'affine', levels: ['no', 'gain shift'] },
  { name: 'mlp', levels: ['none', 'relu', 'gelu', 'silu gated', 'tanh biases'] },
  { name: 'time', levels: ['constant', 'layers', 'in turn'] },
  { name: 'dimension', levels: ['2', '3', '4', '6'] },
] as const satisfies readonly Factor[];

export type FactorName = (typeof FACTORS)[number]['name'];
/** Name of a level of every factor. */
export type Levels = Readonly<Record<FactorName, string>>;

const NOT_NORMALISED = 'tokens of scheme none are seen as they are';
export const CONTRADICTIONS: readonly Contradiction[] = [
  {
    between: [
      ['positions', 'slopes'],
      ['heads', '1'],
    ],
    why: 'a slope for each head needs several heads',
  },
  {
    between: [
      ['scheme', 'none'],
      ['by', 'rms'],
    ],
    why: NOT_NORMALISED,
  },
  {
    between: [
      ['scheme', 'none'],
      ['by', 'layer'],
    ],
    why: NOT_NORMALISED,
  },
  {
    between: [
      ['scheme', 'none'],
      ['affine', 'gain shift'],
    ],
    why: NOT_NORMALISED,
  },
  {
    between: [
      ['by', 'layer'],
      ['dimension', '2'],
    ],
    why: 'two entries less their mean know but one direction',
  },
  {
    between: [
      ['time', 'in turn'],
      ['mlp', 'none'],
    ],
    why: 'in turn there has to be a perceptron',
  },
];

/** A covering design over the parts of a block; the same rows every time. */
export function blockDesign(rows: number | 'all' = 40): Covering {
  return covering(FACTORS, CONTRADICTIONS, rows);
}

/** The levels of every row by name. */
export function levelsOf({ factors, rows }: Covering): Levels[] {
  return rows.map((row) => Object.fromEntries(factors.map(({ name, levels }, f) => [name, levels[row[f]]])) as Levels);
}

/** Pairs of parts that are both present (not at their first level) in some row; dimension is no part. */
export function partsTogether({ factors, rows }: Covering): { readonly together: number; readonly of: number } {
  const parts = factors.flatMap(({ name }, f) => (name === 'dimension' ? [] : [f]));
  const pairs = parts.flatMap((f, i) => parts.slice(i + 1).map((g) => [f, g]));
  return { together: pairs.filter(([f, g]) => rows.some((row) => row[f] > 0 && row[g] > 0)).length, of: pairs.length };
}

/** The design as a table of text, and its counts. */
export function designTable(design: Covering): string {
  const { factors, rows, met, possible, contradicting, bound } = design;
  const lines = [
    ['row', ...factors.map(({ name }) => name)],
    ...rows.map((row, i) => [`${i + 1}`, ...factors.map(({ levels }, f) => levels[row[f]])]),
  ];
  const widths = lines[0].map((_, c) => Math.max(...lines.map((line) => line[c].length)));
  const table = lines.map((line) =>
    line
      .map((cell, c) => cell.padEnd(widths[c]))
      .join('  ')
      .trimEnd(),
  );
  const { together, of } = partsTogether(design);
  return [
    ...table,
    '',
    `${met} of ${possible} pairs of levels meet; ${rows.length} rows can hold ${bound} at most.`,
    `${contradicting} more pairs contradict each other:`,
    ...CONTRADICTIONS.map(({ between, why }) => `  ${between.map((own) => own.join(' ')).join(', ')}: ${why}`),
    `${together} of ${of} pairs of parts are present together in some row.`,
  ].join('\n');
}
