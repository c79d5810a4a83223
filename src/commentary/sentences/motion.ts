/** How much still moves. */
import type { SentenceDefinition } from '../sentence.ts';
import { radians, short } from '../wording.ts';

/** So far, in radians per unit of time, counts as rest for the eye. */
const SLOW = 1e-3;

export const motion: SentenceDefinition = {
  id: 'motion',
  say(moment) {
    const { view, t } = moment;
    const { index, recording } = view;
    const past = index === 0 ? null : recording.ts[index - 1];
    if (past === null) {
      const says =
        t === 0 ? 'This is the beginning: nothing has moved yet.' : `This is the first recorded time, t = ${short(t)}.`;
      return { says, numbers: { t }, source: 'measured', weight: 4 };
    }
    const moved = moment.largestMove(index - 1);
    const speed = moved / (t - past);
    const between = `Between t = ${short(past)} and t = ${short(t)}`;
    const says =
      moved === 0
        ? `${between} no token has moved.`
        : `${between} no token moved by more than ${radians(moved)}${speed < SLOW ? ': nearly all is at rest' : ''}.`;
    return { says, numbers: { moved, from: past, to: t }, source: 'measured', weight: speed < SLOW ? 5 : 4 };
  },
};
