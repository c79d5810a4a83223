/** A cell of a sweep computed on a worker: what it is known by, its numbers, and its run where the tokens are kept. */
import { createHash } from 'node:crypto';
import { toCanonicalJson } from '../../core/json.ts';
import type { PreparedRun } from '../../run/prepare.ts';
import { type CellValue, computeCell, prepareCell, type SweepCell, whyWithoutRun } from '../../sweeps/cell.ts';
import { sweepCodeHash } from '../process/version.ts';
import { partsOfRun, type RunParts } from './whole-run.ts';

export interface ComputedCell {
  readonly hash: string;
  readonly value: CellValue;
  readonly seconds: number;
  /** The run whose tokens are kept. */
  readonly run?: RunParts;
}

export async function computeSweepCell(cell: SweepCell): Promise<ComputedCell> {
  const begun = performance.now();
  const ended = (prepared: PreparedRun | null) => ({
    hash: hashOf(cell, prepared),
    seconds: Number(((performance.now() - begun) / 1000).toPrecision(4)),
  });
  let prepared: PreparedRun | null = null;
  try {
    prepared = prepareCell(cell);
    const { value, run } = await computeCell(cell, prepared);
    return { ...ended(prepared), value, ...(run && { run: partsOfRun(run) }) };
  } catch (error) {
    return { ...ended(prepared), value: whyWithoutRun(error) };
  }
}

/** What a cell is known by before it is computed. */
export function cellHash(cell: SweepCell): string {
  try {
    return hashOf(cell, prepareCell(cell));
  } catch {
    return hashOf(cell, null);
  }
}

/** 128 bits: enough that no two cells ever meet. */
const HASH_LENGTH = 32;

/**
 * Of the resolved specification, so that it is the same however the cell was asked for; of one that makes no run, as it
 * came.
 */
function hashOf({ spec, measure, trajectory }: SweepCell, prepared: PreparedRun | null): string {
  const content = { code: sweepCodeHash(), measure, trajectory, ...(prepared ? { run: prepared.spec } : { spec }) };
  return createHash('sha256').update(toCanonicalJson(content)).digest('hex').slice(0, HASH_LENGTH);
}
