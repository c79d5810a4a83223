/** The picture in words. */
import type { Lab } from '../state/lab.svelte.ts';
import { timeText } from '../text/numbers.ts';
import { nameOf } from '../text/tokens.ts';

/** Whom a token attends to, in a sentence. */
export function attentionText(
  { token, weights }: { readonly token: number; readonly weights: Float32Array },
  mask: string,
): string {
  const name = nameOf(token);
  const sees =
    mask === 'full' ? '' : token === 0 ? ` ${name} sees nobody but itself.` : ` It sees x₁ to ${name}, no later token.`;
  if (token === 0 && mask !== 'full') return sees.trim();
  let most = -1;
  weights.forEach((weight, j) => {
    if (j !== token && weight > (weights[most] ?? 0)) most = j;
  });
  if (most < 0) return `${name} attends to no other.${sees}`;
  const own = weights[token] > 0 ? `${percent(weights[token])} of its attention to itself, ` : '';
  return `${name} gives ${own}${percent(weights[most])} to ${nameOf(most)}${own === '' ? '' : ', the most of the others'}.${sees}`;
}

function percent(share: number): string {
  return share < 0.005 ? 'less than 1 %' : `${Math.round(100 * share)} %`;
}

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
