/** The figure of the question whether leaders lead. */
import { type CurvePanel, curves, type Figure } from '../../figures/index.ts';
import { meanScore, type Setting } from './leader-estimates.ts';
import { type Kind, kinds } from './leader-kinds.ts';
import { TIMES } from './leader-runs.ts';
import { banded, grouped } from './said.ts';

export const names: Readonly<Record<Kind, string>> = {
  renyi: 'Rényi',
  strong: 'strong',
  leaders: 'leaders',
  hard: 'hard leaders',
  earliest: 'earliest',
};

export function settingName({ dimension, beta, skew }: Setting): string {
  return `d = ${dimension}, β = ${beta}${skew === 0 ? '' : ', QᵀK ≠ I'}`;
}

export function leaderFigure(settings: readonly Setting[]): Figure {
  const count = settings.reduce((sum, { runs }) => sum + runs.length, 0);
  return curves({
    title: 'Which initial tokens tell the clusters?',
    subtitle: `n\u00a0=\u00a010\u00a0β^{(d−1)/2}, uniform; ${grouped(count)} runs`,
    caption:
      'Mean score in the band of its 95 % interval: 1 where every cluster has exactly one of the predicted tokens and each of these is alone, 0 what as many tokens drawn at random have. Rényi centers and strong ones at δ = 4β^{−1/2}; leaders give themselves half of their attention at least; hard leaders are their own nearest among those they see (all tokens where QᵀK = I); earliest: the first tokens, as many as Rényi centers.',
    ts: [...TIMES],
    logTime: true,
    panels: settings.map(panel),
  });
}

function panel(setting: Setting): CurvePanel {
  return {
    title: settingName(setting),
    unit: 'score',
    across: 't',
    domain: [-0.2, 1],
    series: kinds.map((kind) =>
      banded(
        names[kind],
        TIMES.map((_, i) => meanScore(setting, kind, i)),
      ),
    ),
  };
}
