/** What theory says to a question, beside what was measured. Pure; fetched with what the papers predict. */
import type { RunSpec } from 'parkade';
import type { Guess } from 'parkade/gallery';
import { collapseExponent, expectedCircleCenters, firstClusterMode, spectrumOf, table1RowFor } from 'parkade/theory';
import { numberText } from '../text/numbers.ts';
import { nameOf } from '../text/tokens.ts';
import { chordBetween, type RunFacts } from './facts.ts';

/** @param delta separation of the centers, radians */
export function expectationOf(guess: Guess, facts: RunFacts, delta: number, spec: RunSpec): string | null {
  switch (guess.kind) {
    case 'clusters':
      if (guess.expects === 'centers') return centersExpected(facts, delta);
      if (guess.expects === 'first-mode')
        return `Theory: of nearly uniform tokens the ripple with ${firstClusterMode(facts.beta, facts.d)} crests grows fastest.`;
      return fromTable1(spec.value, facts.d);
    case 'leader': {
      const { centers, first, shown } = facts;
      const from = (center: number) => chordBetween(first, guess.token, first, center, shown);
      const nearest = centers.reduce((a, b) => (from(b) < from(a) ? b : a));
      return `Of all Rényi centers ${nameOf(nearest)} was the nearest to it at the beginning.`;
    }
    case 'collapse': {
      const x = Float64Array.from(facts.first);
      const exponent = collapseExponent(x, { n: facts.n, d: facts.shown });
      const time = 10 ** ((facts.beta * exponent) / Math.LN10);
      return `A heuristic for large β, which removes the pair that attracts most again and again, says t ≈ ${numberText(time)}.`;
    }
    case 'energy':
      return spec.mask === 'full'
        ? 'Theory: full attention with Q = K = V = I never lowers this energy.'
        : 'Under a causal mask no law forbids it to fall: there is no energy that all tokens climb.';
    case 'captured':
      return 'Nobody has a formula for it: how much a center captures in a given time is an open question of the paper.';
    default:
      return guess satisfies never;
  }
}

function centersExpected({ n, d, centers }: RunFacts, delta: number): string | null {
  if (d !== 2) return null;
  const mean = expectedCircleCenters(n, delta);
  return `Theory: ${n} random tokens have ${mean.toFixed(1)} Rényi centers on average, and these have ${centers.length}; some merge or vanish on the way.`;
}

function fromTable1(value: RunSpec['value'], d: number): string | null {
  if (!Array.isArray(value) || typeof value[0] !== 'number') return null;
  const diagonal = value as readonly number[];
  const v = Float64Array.from({ length: d * d }, (_, at) => (at % (d + 1) === 0 ? diagonal[at / (d + 1)] : 0));
  const spectrum = spectrumOf(v, d);
  const row = spectrum && table1RowFor(spectrum.leading, d);
  return row && typeof row === 'object' ? `Table 1 of the paper: ${row.finalConfiguration} (${row.status}).` : null;
}
