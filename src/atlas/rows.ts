/**
 * The rows of Table 1 of arXiv:2411.04990, some divided by hypothesis, and rows of our own for spectra that it leaves
 * out.
 */
import type { Found } from './final-state.ts';
import type { Setting, Top } from './value-matrix.ts';

export interface AtlasRow {
  readonly id: string;
  /** λ_max, as in the table. */
  readonly says: string;
  /** What the table, or the extension, says of the end. */
  readonly predicts: string;
  readonly source: 'Theorem 4.1' | 'conjecture' | 'our extension';
  readonly lambda: 1 | -1;
  readonly setting: Setting;
  /** Dimensions, each with what may stand at λ_max. */
  readonly choices: readonly { readonly d: number; readonly top: Top }[];
  /** Ends that agree. */
  readonly agreeing: readonly Found[];
  /** Besides, that the point is the limit of the first token. */
  readonly atLimit: boolean;
}

const multiplicities = (d: number, from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, i) => ({ d, top: { kind: 'real', multiplicity: from + i } as const }));
const dimensions = [2, 3, 4] as const;
const whole = dimensions.flatMap((d) => multiplicities(d, d, d));
const partial = [3, 4].flatMap((d) => multiplicities(d, 2, d - 1));
const simple = dimensions.flatMap((d) => multiplicities(d, 1, 1));
const ofKind = (kind: 'defective' | 'complex') => dimensions.map((d) => ({ d, top: { kind } as const }));

const onePoint = { agreeing: ['one point'], atLimit: true } as const;
const twoPoints = { predicts: 'two points ±ξ', agreeing: ['one point', 'two points'], atLimit: false } as const;
// Points are clouds without extent: the table is not contradicted by them.
const twoClouds = {
  predicts: 'two clouds around ±ξ',
  agreeing: ['two points', 'two clouds'],
  atLimit: false,
} as const;

export const atlasRows: readonly AtlasRow[] = [
  {
    id: '1',
    says: 'λ > 0, V = λI',
    predicts: 'one point, x₁(0)',
    source: 'Theorem 4.1',
    lambda: 1,
    setting: 'any',
    choices: whole,
    ...onePoint,
  },
  {
    id: '2, C2',
    says: 'λ > 0, multiplicity ≥ 2, hypotheses of C2',
    predicts: 'one point in L',
    source: 'conjecture',
    lambda: 1,
    setting: 'split',
    choices: partial,
    ...onePoint,
  },
  {
    id: '2, any V',
    says: 'λ > 0, multiplicity ≥ 2, V otherwise arbitrary',
    predicts: 'one point in L',
    source: 'conjecture',
    lambda: 1,
    setting: 'any',
    choices: partial,
    ...onePoint,
  },
  {
    id: '3, C1',
    says: 'λ > 0 simple, distinct positive eigenvalues',
    source: 'conjecture',
    lambda: 1,
    setting: 'positive',
    choices: simple,
    ...twoPoints,
  },
  {
    id: '3, any V',
    says: 'λ > 0 simple, V otherwise arbitrary',
    source: 'conjecture',
    lambda: 1,
    setting: 'any',
    choices: simple,
    ...twoPoints,
  },
  {
    id: '4',
    says: 'λ < 0, multiplicity ≥ 2',
    predicts: 'point cloud around L',
    source: 'conjecture',
    lambda: -1,
    setting: 'any',
    choices: [...whole, ...partial],
    agreeing: ['two points', 'cloud'],
    atLimit: false,
  },
  {
    id: '5',
    says: 'λ < 0 simple',
    source: 'conjecture',
    lambda: -1,
    setting: 'any',
    choices: simple,
    ...twoClouds,
  },
  {
    id: 'defective +',
    says: 'λ > 0 with a Jordan block',
    source: 'our extension',
    lambda: 1,
    setting: 'any',
    choices: ofKind('defective'),
    ...twoPoints,
  },
  {
    id: 'defective −',
    says: 'λ < 0 with a Jordan block',
    source: 'our extension',
    lambda: -1,
    setting: 'any',
    choices: ofKind('defective'),
    ...twoClouds,
  },
  {
    id: 'complex +',
    says: 'λ ± iω, λ > 0',
    predicts: 'endless motion',
    source: 'our extension',
    lambda: 1,
    setting: 'any',
    choices: ofKind('complex'),
    agreeing: ['endless motion'],
    atLimit: false,
  },
  {
    id: 'complex −',
    says: 'λ ± iω, λ < 0',
    predicts: 'endless motion',
    source: 'our extension',
    lambda: -1,
    setting: 'any',
    choices: ofKind('complex'),
    agreeing: ['endless motion'],
    atLimit: false,
  },
];
