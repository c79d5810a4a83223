/** An energy of full attention that causal attention may decrease. */
import { ensembleEnergy } from '../../analysis/energy.ts';
import { exists } from '../kit/comparison.ts';
import { rateAlong, settingOf } from '../kit/setting.ts';
import { statement } from '../kit/statement.ts';

/** Angles found by search: seven tokens at β = 1.14. */
const FALLING = { beta: 1.14, initial: [4.053, 6.247, 4.271, 0.695, 2.872, 1.579, 1.754] };

export const energyMayFall = statement({
  id: 'energy-may-fall',
  says: 'Causal attention has no such energy: Φ_β may decrease along CSA.',
  source: 'arXiv:2411.04990, §4 (no global energy); the example is derived here',
  test: 'dΦ/dt < 0 under the causal mask and > 0 under the full one, at the same seven tokens',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => [FALLING],
  compute({ beta, initial }: typeof FALLING): { causal: number; full: number } {
    const rate = (mask: 'causal' | 'full') => {
      const setting = settingOf({ beta, initial, mask });
      return rateAlong(setting, (x) => ensembleEnergy(x, setting.shape, beta));
    };
    return { causal: rate('causal'), full: rate('full') };
  },
  judge: ([{ causal, full }]) => [
    exists('a decrease under CSA', causal < 0, causal, `dΦ/dt = ${causal.toFixed(5)} at n = 7, β = 1.14`),
    exists('an increase under SA there', full > 0, full, `dΦ/dt = ${full.toFixed(5)}`),
  ],
});
