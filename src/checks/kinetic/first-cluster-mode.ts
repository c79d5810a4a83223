/** How many clusters full attention forms first. */
import { larger } from '../../numerics/elementary.ts';
import { approximateClusterMode, firstClusterMode } from '../../theory/first-clusters.ts';
import { identity } from '../kit/comparison.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { statement } from '../kit/statement.ts';
import { modesOf, ratesAtEvenTokens } from './mode-rates.ts';

/** β and the mode that grows fastest on the circle, as the statement lists them. */
const LISTED = [
  [1, 1],
  [2, 2],
  [4, 3],
  [5, 3],
  [9, 4],
  [16, 6],
  [25, 7],
  [64, 11],
  [100, 14],
] as const;

/** Enough to resolve the modes at the largest β. */
const TOKENS = 192;

export const fastestMode = statement({
  id: 'first-cluster-mode',
  says: 'The mode that grows fastest, and with it the number of clusters that form first, is argmax_k k² I_k(β), about √(2β): on the circle 1, 2, 3, 3, 4, 6, 7, 11, 14 at β = 1, 2, 4, 5, 9, 16, 25, 64, 100.',
  source: 'arXiv:2410.23228 (three clusters at β = 5); other numbers derived',
  test: 'argmax of the rates of all modes by the field at 192 evenly spread tokens, SA and USA, against that of k² I_k(β), and that against the list',
  expected: 'holds',
  parameters: {},
  hypotheses: () => [],
  cells: () => LISTED.map(([beta]) => ({ beta })),
  compute({ beta }: { readonly beta: number }): { softmax: number; count: number } {
    const { softmax, scaledCount } = ratesAtEvenTokens(beta, TOKENS, modesOf(TOKENS));
    const argmax = (rates: readonly number[]) => rates.indexOf(rates.reduce(larger));
    return { softmax: argmax(softmax), count: argmax(scaledCount) };
  },
  judge: (values) =>
    values.flatMap(({ softmax, count }, i) => {
      const [beta, listed] = LISTED[i];
      const mode = firstClusterMode(beta, 2);
      return [
        identity(`argmax_k k² I_k(β) at β = ${beta}, as listed`, listed, mode, 0, 'whole numbers'),
        identity(`SA at β = ${beta}`, mode, softmax, 0, 'whole numbers'),
        identity(`USA at β = ${beta}`, mode, count, 0, 'whole numbers'),
      ];
    }),
  draw: (values) =>
    comparedIn({
      title: 'How many clusters form first',
      caption: 'The mode that grows fastest, by the field (dots) and by k² I_k(β) (steps), beside √(2β), dashed.',
      panels: [
        {
          ...{ title: 'Fastest mode', across: 'β', from: LISTED[0][0], to: LISTED[LISTED.length - 1][0] },
          predicted: [
            { name: 'predicted', at: (beta) => firstClusterMode(beta, 2), color: 'token' },
            { name: '√(2β)', at: (beta) => approximateClusterMode(beta, 2), dashed: true },
          ],
          measured: [{ name: 'measured', points: values.map(({ softmax }, i) => [LISTED[i][0], softmax]) }],
        },
      ],
    }),
});
