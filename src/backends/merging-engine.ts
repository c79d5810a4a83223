/** An engine whose tokens may merge: in front all of them, behind it a row for every particle. */
import type { Engine, Slot, Stages } from '../core/engine.ts';
import type { State } from '../core/state.ts';
import type { Equation } from '../dynamics/equation.ts';
import { larger, smaller } from '../numerics/elementary.ts';
import { type Backend, slotsOf } from './backend.ts';
import { delegatingEngine } from './delegating-engine.ts';
import {
  everyToken,
  joinParticles,
  meanRows,
  memberCounts,
  type Particles,
  TOGETHER,
  takeRows,
  whoStaysTogether,
} from './particles.ts';

type Staged = Engine & { readonly stages: Stages };

interface MergingOptions {
  /** Tokens closer than this may be merged, in radians. */
  readonly together?: number;
  /** Tokens that stand still: they are not merged. */
  readonly frozen?: readonly number[];
}

/** Closer than this tokens are for all purposes at one place: some dozen roundings. */
const FINEST = 4e-15;

/**
 * Below which distance tokens under the full mask may be merged: a thousandth of what errors of a step may be, so that
 * a finer run merges later, and no more than elsewhere.
 *
 * @param allowed error of a step, in radians; null where steps are fixed
 */
export function mergedWithin(allowed: number | null): number {
  return allowed === null ? FINEST : larger(FINEST, smaller(TOGETHER, allowed / 1000));
}

/**
 * The given engine until tokens merge; then its place is taken by one with a row for every particle and the same slots,
 * which goes on from what they held. Fields are still computed by the given one, token by token. Under the causal mask
 * a particle moves as its first token; under the full one it is where the mean of its tokens was.
 *
 * @param whole prepared by that backend with `count` slots, with stages
 */
export function mergingEngine(
  backend: Backend,
  whole: Engine,
  equation: Equation,
  count: number,
  { together = TOGETHER, frozen = [] }: MergingOptions = {},
): Engine {
  const { n, d } = equation.shape;
  const isJoint = equation.attention?.mask === 'full';
  let particles = everyToken(n);
  let engine = whole as Staged;
  const merged = () => particles.leaders.length < n;

  async function rowsIn(slot: Slot): Promise<State> {
    const rows = new Float64Array(particles.leaders.length * d);
    await engine.read(slot, rows);
    return rows;
  }

  async function merge(x: Slot, y: Slot, dt: number, rates: Float64Array): Promise<void> {
    if (rates.length !== particles.leaders.length) return; // not assessed
    const rows = { n: rates.length, d };
    const held = frozen.map((k) => particles.particleOf[k]);
    const joins = whoStaysTogether(await rowsIn(x), await rowsIn(y), dt, rates, rows, together, held);
    const staying = joins.filter((into, q) => into === q);
    if (staying.length === rows.n) return;
    await goOnWith(joinParticles(particles, joins), (row) =>
      isJoint ? meanRows(row, joins, memberCounts(particles), d) : takeRows(row, staying, d),
    );
  }

  async function goOnWith(fewer: Particles, joined: (rows: State) => State): Promise<void> {
    const held = frozen.map((k) => fewer.particleOf[k]);
    const options = { field: 'direct', particles: fewer, ...(held.length > 0 && { frozen: held }) } as const;
    const next = await backend.prepare(equation.withTokens(fewer.leaders.length), count, options);
    for (const slot of slotsOf(count)) await next.write(slot, joined(await rowsIn(slot)));
    if (engine !== whole) engine.dispose();
    engine = next as Staged;
    particles = fewer;
  }

  return {
    ...delegatingEngine(() => engine),
    ...(whole.report && { report: whole.report }),
    write: (slot, x) => engine.write(slot, merged() ? takeRows(x, particles.leaders, d) : x),
    async read(slot, into) {
      if (!merged()) return engine.read(slot, into);
      into.set(takeRows(await rowsIn(slot), particles.particleOf, d));
    },
    async field(t, x, out) {
      if (!merged()) return whole.field(t, x, out);
      await whole.write(x, takeRows(await rowsIn(x), particles.particleOf, d));
      await whole.field(t, x, out);
      const slopes = new Float64Array(n * d);
      await whole.read(out, slopes);
      await engine.write(out, takeRows(slopes, particles.leaders, d));
    },
    merging: {
      merge,
      particles: () => particles.leaders.length,
      ...(isJoint && {
        async mergeAt(x) {
          const { rates } = await engine.stages.assess(x, 0);
          await merge(x, x, Infinity, rates);
        },
      }),
    },
    dispose() {
      if (engine !== whole) engine.dispose();
      whole.dispose();
    },
  };
}
