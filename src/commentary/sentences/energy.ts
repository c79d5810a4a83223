/** Whether the energy of all tokens has ever fallen. */
import { energyIsPotential } from '../../dynamics/index.ts';
import { largestFall } from '../energies.ts';
import type { SentenceDefinition } from '../sentence.ts';
import { short } from '../wording.ts';

/** Falls below it may be rounding, or the error of the steps. */
const REAL = 1e-6;
/** Falls that a curve of the energy shows. */
const SEEN = 1e-3;

export const energyFalls: SentenceDefinition = {
  id: 'energy',
  say({ energies, view }, setting) {
    const values = energies();
    if (values === null || values.length < 2) return null;
    const { ts } = view.recording;
    const { fall, from } = largestFall(values);
    const now = values[values.length - 1];
    if (fall > REAL) {
      const noise = setting?.noisy ? 'noise can do that' : 'so this is no gradient flow of it';
      return {
        says: `The energy of all tokens has fallen by ${short(fall)} between t = ${short(ts[from])} and t = ${short(ts[from + 1])}: ${noise}.`,
        numbers: { fall, from: ts[from], to: ts[from + 1], energy: now },
        source: 'measured; arXiv:2312.10794, §3',
        weight: fall > SEEN ? 8 : 5,
      };
    }
    if (setting === null || setting.noisy || !energyIsPotential(setting.dynamics)) return null;
    return {
      says: `The energy of all tokens has risen from ${short(values[0])} to ${short(now)} and has never fallen, as it must under full attention with Q = K = V = I.`,
      numbers: { first: values[0], energy: now },
      source: 'measured; arXiv:2312.10794, §3',
      weight: 7,
    };
  },
};
