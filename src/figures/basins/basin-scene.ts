/** What pictures of basins are drawn from: clusters with their names, shares and colours. */
import type { MeasurementParameters } from '../../analysis/observable.ts';
import type { Basins } from '../../replay/basins.ts';
import { type StartGrid, shareOf, sizeOf } from '../../replay/start-grid.ts';
import type { RunResult } from '../../run/run.ts';
import type { Problem } from '../../simulation/problem.ts';
import type { Palette } from '../drawing/palette.ts';

export interface BasinsScene {
  readonly problem: Problem;
  readonly grid: StartGrid;
  readonly basins: Basins;
  readonly threshold: number;
  readonly radius: number;
  readonly delta: number;
  readonly seed?: number | undefined;
}

/** What is drawn of the starts followed beside a run, by the lengths they were followed with. */
export function basinsSceneOf(
  { spec, trajectory }: Pick<RunResult, 'spec' | 'trajectory'>,
  grid: StartGrid,
  basins: Basins,
  { threshold, radius }: MeasurementParameters = spec,
): BasinsScene {
  const { problem } = trajectory;
  return { problem, grid, basins, threshold, radius: radius[0], delta: spec.delta, seed: spec.seed };
}

/** A cluster with what is drawn of it. */
export interface Basin {
  readonly name: string;
  readonly tokens: readonly number[];
  /** Of all starts, by area; undecided ones are in none. */
  readonly share: number;
  /** Its place in the order of shares. */
  readonly rank: number;
}

/** A, B, … Z, A1, B1, …: clusters by their first tokens. */
export function clusterName(index: number): string {
  const round = Math.floor(index / 26);
  return String.fromCharCode(65 + (index % 26)) + (round === 0 ? '' : String(round));
}

/** The cluster of start i, −1 where that is undecided. */
export function decided({ cluster, undecided }: Basins, i: number): number {
  return undecided[i] ? -1 : cluster[i];
}

export function sharesOf({ basins, grid }: Pick<BasinsScene, 'basins' | 'grid'>): Basin[] {
  const shares = basins.clusters.map(() => 0);
  for (let i = 0; i < sizeOf(grid); i++) {
    const cluster = decided(basins, i);
    if (cluster >= 0) shares[cluster] += shareOf(grid, i);
  }
  const order = [...shares.keys()].sort((a, b) => shares[b] - shares[a] || a - b);
  return basins.clusters.map(({ tokens }, c) => ({
    name: clusterName(c),
    tokens,
    share: shares[c],
    rank: order.indexOf(c),
  }));
}

const HUES = 5;
const TINTS = [1, 0.62, 0.32];
/** Basins that have a colour of their own. */
export const COLOURED = HUES * TINTS.length;

/** Large basins have strong colours, small ones tints of them, the smallest share a grey. */
export function basinColour({ series, background, muted }: Palette, rank: number): string {
  if (rank >= COLOURED) return mixed(muted, background, 0.5);
  return mixed(series[rank % HUES], background, TINTS[Math.floor(rank / HUES)]);
}

function mixed(colour: string, ground: string, share: number): string {
  const channel = (hex: string, i: number) => Number.parseInt(hex.slice(1 + 2 * i, 3 + 2 * i), 16);
  const channels = [0, 1, 2].map((i) => Math.round(share * channel(colour, i) + (1 - share) * channel(ground, i)));
  return `#${channels.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

/** Text that can be read on a basin's colour. */
export function inkOn({ background, ink }: Palette, rank: number): string {
  return rank < HUES ? background : ink;
}

export function undecidedColour({ ink }: Palette): string {
  return ink;
}
