/** A text twin of the picture, for people who cannot see it, and what is seen in one sentence. */
import { type Moment, momentOf } from './moment.ts';
import { isChain, type TokenCluster } from './token-clusters.ts';
import type { View } from './view.ts';
import { allTokens, counted, listed, percent, placeOf, radians, short, sphereName, tokenName } from './wording.ts';

/** A description is no longer than this. */
const LONGEST = 400;
/** Clusters that are told one by one, at most. */
const TOLD = 5;

/**
 * How many clusters there are, where the largest are, how large, which tokens lead them and how far they spread: at
 * most 400 signs.
 *
 * @throws ParkadeError InvalidParameter where the recording has no such time
 */
export function describe(view: View): string {
  const moment = momentOf(view);
  for (let told = TOLD; told > 0; told--) {
    const text = description(moment, told);
    if (text.length <= LONGEST) return text;
  }
  return description(moment, 0).slice(0, LONGEST);
}

function description(moment: Moment, told: number): string {
  const { t, shape, clusters, lengths } = moment;
  const list = clusters();
  const head = `t = ${short(t)}: ${counted(shape.n, 'token')} on ${sphereName(shape.d)} in ${counted(list.length, 'cluster')} (linked up to ${radians(lengths.threshold)}).`;
  const several = list.filter(({ size }) => size > 1);
  const alone = list.length - several.length;
  const shown = several.slice(0, told);
  const more = several.length - shown.length;
  const rest = [
    ...(more > 0 ? [counted(more, shown.length > 0 ? 'smaller cluster' : 'cluster')] : []),
    ...(alone > 0 ? [counted(alone, 'single token')] : []),
  ];
  const largest = shown.length === 0 ? '' : ` ${shown.map((one) => clusterWords(moment, one)).join('; ')}.`;
  const others = rest.length === 0 || list.length === 1 ? '' : ` ${shown.length > 0 ? 'Besides ' : ''}${listed(rest)}.`;
  return `${head}${largest}${others}`;
}

/** "40 tokens at 1.23 rad led by x₃, spread 0.02 rad". */
function clusterWords({ x, shape, lengths }: Moment, { leader, size, spread }: TokenCluster): string {
  const where = placeOf(x, leader, shape);
  const at = where === '' ? '' : ` at ${where}`;
  if (isChain({ leader, size, spread }, lengths.threshold)) {
    return `${size} in a chain from ${tokenName(leader)}${at}, up to ${radians(spread)} away`;
  }
  return `${size}${at} led by ${tokenName(leader)}, ${spread === 0 ? 'at one point' : `within ${radians(spread)}`}`;
}

/**
 * One sentence that says what is seen now.
 *
 * @throws ParkadeError InvalidParameter where the recording has no such time
 */
export function oneLine(view: View): string {
  const moment = momentOf(view);
  const { t, shape, clusters, lengths } = moment;
  const list = clusters();
  const at = `At t = ${short(t)},`;
  if (list.length === 1 && shape.n > 1) {
    return isChain(list[0], lengths.threshold)
      ? `${at} ${allTokens(shape.n)} are linked in one chain that reaches ${radians(list[0].spread)} from x₁.`
      : `${at} ${allTokens(shape.n)} are together, within ${radians(list[0].spread)} of x₁.`;
  }
  const { renyi } = moment.centers();
  const share = percent(moment.captured(), shape.n);
  return `${at} ${counted(shape.n, 'token')} form ${counted(list.length, 'cluster')}, and ${share} lie within ${radians(lengths.radius[0])} of ${renyi.length === 1 ? 'the only Rényi center' : `one of ${renyi.length} Rényi centers`}.`;
}
