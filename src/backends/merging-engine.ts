/** An engine whose tokens may merge: in front all of them, behind it a row for every particle. */
import type { Engine, Slot, Stages } from '../core/engine.ts';
import type { State } from '../core/state.ts';
import type { Equation } from '../dynamics/equation.ts';
import { type Backend, slotsOf } from './backend.ts';
import { delegatingEngine } from './delegating-engine.ts';
import { everyToken, joinParticles, takeRows, whoStaysTogether } from './particles.ts';

type Staged = Engine & { readonly stages: Stages };

/**
 * The given engine until tokens merge; then its place is taken by one with a row for every particle and the same slots,
 * which goes on from what they held. Fields are still computed by the given one, token by token.
 *
 * @param whole prepared by that backend with `count` slots, with stages
 */
export function mergingEngine(backend: Backend, whole: Engine, equation: Equation, count: number): Engine {
  const { n, d } = equation.shape;
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
    const joins = whoStaysTogether(await rowsIn(x), await rowsIn(y), dt, rates, rows);
    const staying = joins.filter((into, q) => into === q);
    if (staying.length === rows.n) return;
    const fewer = joinParticles(particles, joins);
    const options = { field: 'direct', particles: fewer } as const;
    const smaller = await backend.prepare(equation.withTokens(staying.length), count, options);
    for (const slot of slotsOf(count)) await smaller.write(slot, takeRows(await rowsIn(slot), staying, d));
    if (engine !== whole) engine.dispose();
    engine = smaller as Staged;
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
    merging: { merge, particles: () => particles.leaders.length },
    dispose() {
      if (engine !== whole) engine.dispose();
      whole.dispose();
    },
  };
}
