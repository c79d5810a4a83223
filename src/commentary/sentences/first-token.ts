/** What the first token does, and why. */
import { geodesicDistance } from '../../numerics/sphere.ts';
import { allHold } from '../prediction.ts';
import { firstToken as prediction } from '../predictions/first-token.ts';
import type { SentenceDefinition } from '../sentence.ts';
import { radians } from '../wording.ts';

/** Nearer than this to its predicted place counts as there. */
const THERE = 1e-3;

export const firstToken: SentenceDefinition = {
  id: 'first-token',
  say(moment, setting) {
    const { x, initial, shape, t } = moment;
    if (t === 0 || setting === null) return null;
    const moved = geodesicDistance(x, 0, initial, 0, shape.d);
    const numbers = { moved };
    const measured = { numbers, source: 'measured' };
    if (setting.mask === 'full') {
      const says = `x₁ has moved by ${radians(moved)}: under the full mask every token is moved by all others.`;
      return { ...measured, says, weight: 2 };
    }
    const statement = prediction.predict(setting);
    if (statement === null || statement.claim === null || allHold(statement.hypotheses) !== true) {
      return { ...measured, says: `x₁ has moved by ${radians(moved)}.`, weight: 3 };
    }
    const known = { numbers, source: `measured; ${statement.source}`, weight: 7 };
    const off = prediction.measure(moment, setting).value ?? Infinity;
    if (moved === 0) {
      const alone =
        setting.kind === 'kinetic-decay'
          ? 'sees nobody'
          : `sees only itself, and V = ${setting.valueFactor === 1 ? '' : 'λ'}I does not turn it`;
      return { ...known, says: `x₁ has not moved: under the causal mask the first token ${alone}.` };
    }
    if (off > THERE) return { ...measured, says: `x₁ has moved by ${radians(moved)}.`, weight: 3 };
    const says = `x₁ has moved by ${radians(moved)}, along e^{tV}x₁(0) to ${radians(off)}: under the causal mask it sees only itself, and V turns it.`;
    return { ...known, numbers: { moved, off }, says };
  },
};
