/** Centers of random tokens, drawn and counted: what the statements about their number share. */
import { type renyiCenters, strongRenyiCenters } from '../../analysis/renyi-centers.ts';
import { seedGroups } from '../../core/experiment.ts';
import { countHistogram, type Figure } from '../../figures/index.ts';
import { sampleOf } from '../../numerics/sample.ts';
import { brief } from '../../report/run.ts';
import { prepareRun } from '../../run/prepare.ts';
import * as p from '../kit/parameters.ts';
import { axisRow } from '../kit/tokens.ts';

interface Draw {
  readonly tokens: number;
  readonly dimension: number;
  readonly delta: number;
  /** κ of the von Mises–Fisher law; absent for uniform tokens. */
  readonly concentration?: number;
}

export type CenterCell = Draw & { readonly seeds: readonly number[] };

/** Tokens of one seed, as parkade simulate draws them. */
function tokensOf({ tokens, dimension, concentration }: Draw, seed: number) {
  const law =
    concentration === undefined ? {} : { initial: 'von-mises-fisher', directions: [axisRow(dimension)], concentration };
  const { problem } = prepareRun({ beta: 1, until: 1, tokens, dimension, seed, ...law });
  return problem;
}

export function centersOf(cell: CenterCell, kind: typeof renyiCenters): number[][] {
  return cell.seeds.map((seed) => {
    const { initial, shape } = tokensOf(cell, seed);
    return kind(initial, shape, cell.delta);
  });
}

export function counted(lists: readonly (readonly number[])[]) {
  return sampleOf(lists.map((list) => list.length));
}

/** The counts of all draws beside their predicted mean, and a printed one where that is another. */
export function countsDrawn(across: string, counts: readonly number[], predicted: number, printed?: number): Figure {
  const { mean } = sampleOf(counts);
  return countHistogram({
    title: `How many ${across} random tokens have`,
    subtitle: `${counts.length} draws`,
    caption: `Bars: draws with that many ${across}; lines: the measured mean and the predicted one.`,
    across,
    counts,
    marks: [
      { name: `measured mean ${brief(mean)}`, value: mean, color: 'strong' },
      { name: `predicted mean ${brief(predicted)}`, value: predicted, color: 'ordinary', dashed: true },
      ...(printed === undefined
        ? []
        : [{ name: `as printed ${brief(printed)}`, value: printed, color: 'muted', dashed: true } as const]),
    ],
  });
}

export function lengthsOf(lists: readonly (readonly number[])[]): number[] {
  return lists.map((list) => list.length);
}

export function strongCentersOf(cell: CenterCell): number[][] {
  return centersOf(cell, strongRenyiCenters);
}

/** The hypothesis of counts of uniform tokens, met by how they are drawn. */
export function drawnUniform() {
  return [{ says: 'tokens independent and uniform (they are drawn so)', met: true }];
}

interface Usual {
  readonly id: string;
  readonly dimension: number;
  readonly delta: number;
  readonly tokens: number;
}

/** Strong centers of uniform tokens on a sphere of fixed usual dimension. */
export function uniformStrongCenters({ id, dimension, delta, tokens }: Usual) {
  return {
    id,
    parameters: { tokens: p.tokens(tokens), delta: p.delta(delta), runs: p.runs(2000), seed: p.seed() },
    hypotheses: drawnUniform,
    cells: ({ seed, runs, ...draw }: { seed: number; runs: number; tokens: number; delta: number }): CenterCell[] =>
      seedGroups(seed, runs, 500).map((seeds) => ({ ...draw, dimension, seeds })),
    compute: strongCentersOf,
  };
}
