/** An engine some of whose tokens stand still, whatever backend computes the field: others feel them as before. */
import type { Engine, Slot } from '../core/engine.ts';
import type { Shape } from '../core/state.ts';

/**
 * The given engine with a field that is zero at frozen tokens, so that every integrator leaves them their bits.
 *
 * @param engine prepared with the same tokens frozen, so that its implicit stages know of them
 */
export function frozenEngine(engine: Engine, { n, d }: Shape, frozen: readonly number[]): Engine {
  const { output } = engine;
  const rows = new Float64Array(n * d);
  async function still(out: Slot): Promise<void> {
    await engine.read(out, rows);
    for (const k of frozen) rows.fill(0, k * d, (k + 1) * d);
    await engine.write(out, rows);
  }
  return {
    ...engine,
    async field(t, x, out) {
      await engine.field(t, x, out);
      await still(out);
    },
    ...(output && {
      async output(t, x, out) {
        await output(t, x, out);
        await still(out);
      },
    }),
  };
}
