/** An engine whose tokens may merge: those of others in front, fewer rows behind. */
import type { Engine, Slot, StageOutcome, Stages } from '../core/engine.ts';
import type { Awaitable, Shape, State } from '../core/state.ts';
import type { AttentionFieldParameters } from '../dynamics/attention-field.ts';
import { attentionOf, type Dynamics } from '../dynamics/index.ts';
import { referenceRows } from '../dynamics/row-sums.ts';
import { slotsOf } from './backend.ts';
import { everyToken, joinParticles, type Particles, prefixCounts, takeRows, whoStaysTogether } from './particles.ts';
import { slotEngine } from './slot-engine.ts';
import { stagesOf } from './stages.ts';

/**
 * The given engine until tokens merge; then its place is taken by one in plain TypeScript with a row for every particle and the same
 * slots, which goes on from what they held. Fields are still computed by the given one, token by token.
 *
 * @param whole with stages, and `count` slots
 */
export function mergingEngine(whole: Engine, dynamics: Dynamics, shape: Shape, count: number): Engine {
  const { n, d } = shape;
  const attention = attentionOf(dynamics, shape) as AttentionFieldParameters;
  let particles = everyToken(n);
  let engine = whole as Engine & { stages: Stages };
  const merged = () => particles.leaders.length < n;

  async function rowsIn(slot: Slot): Promise<State> {
    const rows = new Float64Array(particles.leaders.length * d);
    await engine.read(slot, rows);
    return rows;
  }

  async function merge(x: Slot, y: Slot, dt: number, rates: Float64Array): Promise<void> {
    if (rates.length !== particles.leaders.length) return; // not assessed
    const rows = { n: rates.length, d };
    const joins = whoStaysTogether(await rowsIn(x), await rowsIn(y), dt, rates, rows);
    const staying = joins.filter((into, q) => into === q);
    if (staying.length === rows.n) return;
    const held: State[] = [];
    for (const slot of slotsOf(count)) held.push(takeRows(await rowsIn(slot), staying, d));
    particles = joinParticles(particles, joins);
    engine = particleEngine(attention, shape, particles, held);
  }

  async function told(outcome: Awaitable<StageOutcome>): Promise<StageOutcome> {
    const { undecided, ...rest } = await outcome;
    return { ...rest, undecided: undecided.map((q) => particles.leaders[q]) };
  }

  return {
    ...whole,
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
    combine: (...terms) => engine.combine(...terms),
    normalize: (x, from) => engine.normalize(x, from),
    exponential: (out, x, v) => engine.exponential(out, x, v),
    errorNorm: (e, tolerance) => engine.errorNorm(e, tolerance),
    finite: (x) => engine.finite(x),
    stages: {
      solve: (...stage) => told(engine.stages.solve(...stage)),
      assess: (...rows) => told(engine.stages.assess(...rows)),
      angularErrorNorm: (...norm) => engine.stages.angularErrorNorm(...norm),
    },
    merging: { merge, particles: () => particles.leaders.length },
  };
}

/** Rows for particles over the given slots; it has stages, and no field. */
function particleEngine(
  attention: AttentionFieldParameters,
  { n, d }: Shape,
  particles: Particles,
  slots: readonly State[],
): Engine & { stages: Stages } {
  const shape = { n: particles.leaders.length, d };
  const noField = () => {
    throw new Error('unreachable: fields are computed token by token');
  };
  const rows = referenceRows(attention, shape, prefixCounts(particles));
  return { ...slotEngine(noField, shape, slots), stages: stagesOf(attention, shape, rows, slots, n) };
}
