/** Which tokens become strong Rényi centers. */
import { PI, power } from '../../numerics/elementary.ts';
import { sampleOf, shareOf } from '../../numerics/sample.ts';
import { meanStrongIndex, strongProbability } from '../../theory/strong-centers.ts';
import { shareWithin, withinErrors } from '../kit/comparison.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';
import { uniformStrongCenters } from './drawn-centers.ts';

/** Strong centers are shown up to this many times their mean index: e^{−5} of them come later. */
const INDICES_SHOWN = 5;

export const strongIndices = statement({
  ...uniformStrongCenters({ id: 'strong-center-indices', dimension: 2, delta: 0.5, tokens: 2000 }),
  says: 'Token k is a strong center with probability (1 − p)^{k−1}; the mean index of a strong center of an endless sequence is 1/p.',
  source: 'arXiv:2411.04990, Lemma C.1 (its proof)',
  test: 'shares of draws in which token 2, 5, 10, 20 is one, as far off by chance at least once in 16,000 times; the mean of the index within 4 standard errors',
  expected: 'holds',
  judge(values, { tokens, delta }) {
    const lists = values.flat();
    const share = delta / PI;
    const shares = [2, 5, 10, 20]
      .filter((k) => k <= tokens)
      .map((k) => {
        const predicted = strongProbability(k, share);
        const hits = lists.filter((list) => list.includes(k - 1)).length;
        return shareWithin(`share in which token ${k} is one`, predicted, hits, lists.length);
      });
    // 1/p but for what n tokens leave out. A ratio of means over draws, each draw giving a sum of indices and a count.
    const mean = meanStrongIndex(share, tokens);
    const residuals = sampleOf(lists.map((list) => list.reduce((sum, k) => sum + (k + 1 - mean), 0)));
    return [...shares, withinErrors('Σ over strong centers of (index − its mean)', 0, residuals)];
  },
  draw(values, { tokens, delta }) {
    const lists = values.flat();
    const share = delta / PI;
    const last = Math.min(tokens, Math.ceil(INDICES_SHOWN / share));
    const hits = new Array<number>(last).fill(0);
    for (const list of lists) for (const k of list) if (k < last) hits[k]++;
    return comparedIn({
      title: 'How likely a token is a strong center',
      subtitle: `${lists.length} draws`,
      caption: 'Shares of draws in which token k is one, with standard errors, beside (1 − p)^{k−1}.',
      panels: [
        {
          title: 'Share of draws',
          across: 'token k',
          predicted: [{ name: '(1 − p)^{k−1}', at: (k) => power(1 - share, k - 1) }],
          measured: [
            {
              name: 'measured',
              points: hits.map((count, k) => {
                const { mean, standardError } = shareOf(count, lists.length, strongProbability(k + 1, share));
                return [k + 1, mean, standardError] as const;
              }),
            },
          ],
        },
      ],
    });
  },
});
