/** The picture in words. */
import type { Lab } from '../state/lab.svelte.ts';
import { timeText } from '../text/numbers.ts';
import { nameOf } from '../text/tokens.ts';

export function twinOf(lab: Lab): string {
  const { film, time, stage, chosen } = lab;
  if (film === null || film.frames === 0) return 'computing';
  const { d, shown } = film.run;
  const frame = film.frameAt(time);
  const where = shown === 2 ? 'the circle' : d === 3 ? 'the sphere' : `a sphere in ${d} dimensions`;
  const count = Math.round(film.series('clusters')[frame]);
  const held = stage.held === null ? '' : ` ${nameOf(stage.held.token)} is held.`;
  const noted = chosen === null ? '' : ` ${nameOf(chosen)} is chosen${stage.frozen.has(chosen) ? ', and frozen' : ''}.`;
  return `${stage.present} tokens on ${where} at t = ${timeText(time)}, in ${count === 1 ? 'one cluster' : `${count} clusters`}.${noted}${held}`;
}
