/** Where row 3 of Table 1 fails with two tokens: a map over QᵀK = diag(b₁, b₂), checked by runs at random points. */
import { drawsOf } from '../atlas/draws.ts';
import { checkPoint, kindOfModel, modelOf, type RowThreeCheck, rowThreeKinds } from '../atlas/row-three.ts';
import { regionMap } from '../figures/index.ts';
import type { ExperimentPreset } from './kit/preset.ts';

interface Cell {
  /** μ/λ. */
  readonly share: number;
  readonly points: readonly (readonly [number, number])[];
}

interface Value {
  readonly share: number;
  readonly checks: readonly RowThreeCheck[];
}

const SHARES = [-0.5, 0.1, 0.3, 0.5, 0.7, 0.9];
/** Of βb₁ and of βb₂. */
const ACROSS = [-6, 6] as const;
const UP = [-4, 8] as const;
const POINTS = 20;
const ANGLES = 12;
/** Cells of the map along each axis. */
const FINENESS = 96;

export const rowThreeMap: ExperimentPreset<Cell, Value> = {
  id: 'row-3-map',
  seconds: 6,
  title: 'Where row 3 of Table 1 holds with two tokens, and where another state is stable',
  checks: ['two-cluster-conjecture', 'row-3-threshold'],
  source:
    'arXiv:2411.04990, Table 1, row 3; two tokens on the circle, V = diag(λ, μ), QᵀK = diag(b₁, b₂) are our choice. Only βb₁, βb₂ and μ/λ enter',
  cells: () =>
    SHARES.map((share, i) => {
      const draws = drawsOf(1 + i);
      const point = () => [draws.uniform(...ACROSS), draws.uniform(...UP)] as const;
      return { share, points: Array.from({ length: POINTS }, point) };
    }),
  async compute({ share, points }) {
    const checks: RowThreeCheck[] = [];
    for (const [b1, b2] of points) checks.push(await checkPoint(b1, b2, share, ANGLES));
    return { share, checks };
  },
  report(values) {
    const rows = values.map(({ share, checks }) => {
      const predicted = checks.map(({ b1, b2 }) => kindOfModel(modelOf(b1, b2, share)));
      const sum = (key: 'runs' | 'wrong') => checks.reduce((total, check) => total + check[key], 0);
      return {
        share,
        areas: areasAt(share),
        agreeing: checks.filter(({ found }, i) => found === predicted[i]).length,
        points: checks.length,
        runs: sum('runs'),
        wrong: sum('wrong'),
      };
    });
    const total = (key: 'agreeing' | 'points' | 'runs' | 'wrong') => rows.reduce((sum, row) => sum + row[key], 0);
    const asPredicted = total('wrong') === 0 && total('agreeing') === total('points');
    return {
      table: {
        columns: ['μ/λ', ...rowThreeKinds.map((kind) => `${kind}, of the map`), 'points as predicted', 'runs', 'wrong'],
        rows: rows.map(({ share, areas, agreeing, points, runs, wrong }) => [
          String(share),
          ...areas.map((area) => `${(100 * area).toFixed(1)} %`),
          `${agreeing} of ${points}`,
          String(runs),
          String(wrong),
        ]),
      },
      says: `Runs at ${total('points')} random points of the map show the predicted stable states at ${total('agreeing')} of them; ${total('wrong')} of ${total('runs')} runs ended elsewhere than the equation of the circle says${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw: (values) =>
    regionMap({
      title: 'Where two tokens can end, by B = diag(b₁, b₂)',
      subtitle: 'two tokens on the circle, V = diag(λ, μ), B = Q^{T}K; only βb₁, βb₂ and μ/λ enter',
      caption:
        'With the first token at ξ, the second one can end at ξ, and at −ξ where that is stable too: so row 3 of Table 1 has it. In the orange region −ξ is unstable, but another state is stable, against the conjecture as transcribed. Dots: random points at which runs from many angles were made, in the colour of what they found.',
      kinds: [
        { name: 'ξ and −ξ stable, nothing else', colour: 'token' },
        { name: 'only ξ stable', colour: 'frozen' },
        { name: 'another stable state', colour: 'strong' },
      ],
      across: { name: 'βb₁', domain: ACROSS },
      up: { name: 'βb₂', domain: UP },
      fineness: FINENESS,
      panels: values.map(({ share, checks }) => ({
        title: `μ/λ = ${String(share).replace('-', '−')}`,
        kindAt: (b1: number, b2: number) => rowThreeKinds.indexOf(kindOfModel(modelOf(b1, b2, share))),
        points: checks.map(({ b1, b2, found }) => ({ x: b1, y: b2, kind: rowThreeKinds.indexOf(found) })),
      })),
    }),
};

/** Shares of the map by kind. */
function areasAt(share: number): number[] {
  const counts = rowThreeKinds.map(() => 0);
  const place = ([from, to]: readonly [number, number], i: number) => from + ((i + 0.5) * (to - from)) / FINENESS;
  for (let i = 0; i < FINENESS; i++)
    for (let j = 0; j < FINENESS; j++)
      counts[rowThreeKinds.indexOf(kindOfModel(modelOf(place(ACROSS, i), place(UP, j), share)))]++;
  return counts.map((count) => count / (FINENESS * FINENESS));
}
