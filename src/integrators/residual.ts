import type { Engine } from '../core/engine.ts';
import type { Integrator } from './integrator.ts';

/**
 * x_k ← (x_k + dt A_k)/|·| with A_k = Σ_j A_kj V x_j, attention as it is, not projected: one layer of a transformer
 * with a residual connection, normalised after it (post-norm), its attention scaled by dt.
 *
 * It goes along the same great circle as `euler`, whose dt is here dt/(1 + dt⟨x_k, A_k⟩): x + dt A = (1 + dt⟨x,
 * A⟩)x + dt P_x A. The two differ by O(dt²) in a step and have the same limit; at the steps of real layers they are
 * different maps.
 */
export const residual: Integrator = {
  name: 'residual',
  title: 'residual layer, then normalise: a transformer layer',
  order: 1,
  errorOrder: null,
  source: 'Vaswani et al. 2017, post-norm; arXiv:2312.10794 §1.2',
  stages: 1,
  firstSameAsLast: false,
  output: true,
  async step(engine, t, dt, { x, y, error }) {
    const { output } = engine as Engine & Required<Pick<Engine, 'output'>>;
    await output(t, x, error);
    await engine.combine(y, x, [dt], [error]);
    await engine.normalize(y, x);
  },
};
