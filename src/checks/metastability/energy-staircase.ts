/** The energy of full attention, a staircase. */
import { ensembleEnergy } from '../../analysis/energy.ts';
import { cos, exp, larger, log, smaller } from '../../numerics/elementary.ts';
import { mergerJump, plateauEnergy } from '../../theory/metastability.ts';
import { identity, noneAbove, noViolation } from '../kit/comparison.ts';
import * as p from '../kit/parameters.ts';
import { comparedIn } from '../kit/predicted-and-measured.ts';
import { completedRun } from '../kit/runs.ts';
import { statement } from '../kit/statement.ts';

/** Clusters of full attention, by size and angle; the first two meet long before the third joins them. */
const STAIRS = { sizes: [3, 4, 5], angles: [0, 0.9, 2.6] } as const;

/** Between the clusters that meet; and between where they do, with the third standing still, and the third. */
const [MEET, APART] = [0.9, 2] as const;

/** Of sums of n² terms; at large β nothing else is left. */
const ROUNDING = 1e-13;

/** Φ_β of a run at rtol 1e-8. */
const ACCURACY = 1e-9;

const TOKENS = STAIRS.sizes.reduce((sum, size) => sum + size, 0);

type Steps = readonly (readonly [t: number, energy: number])[];

export const energyStaircase = statement({
  id: 'energy-staircase',
  says: 'Under full attention with Q = K = V = I the energy climbs a staircase: at clusters of sizes m_i, Φ_β = n^{−2} Σ e^{β(⟨x_i, x_j⟩ − 1)} is Σ(m_i/n)², and a merger of a and b adds 2m_a m_b/n². Here 3, 4 and 5 tokens, of which the first two clusters meet.',
  source: 'arXiv:2410.06833, the staircase of the energy',
  erratum:
    'Printed for E_β ≤ 1/(2β), a scale that E_β = e^β Φ_β/(2β) exceeds everywhere once β > log n; Φ_β is in (0, 1].',
  test: 'Φ_β at 40 times of a run: the step before, the rise, no decrease beyond 1e-9; finite β leaves 2(m_a m_b/n²)e^{−β(1−cos θ)} of each pair of clusters',
  expected: 'fails as printed, holds corrected',
  parameters: { beta: p.beta(16), until: p.until(2000) },
  hypotheses: ({ beta, until }) => [
    { says: 'β ≫ 1', met: beta >= 12 },
    {
      says: 'the first two clusters have met by the end, which takes some e^{β(1−cos 0.9)}, and the third is still apart',
      met: log(until / 4) >= beta * (1 - cos(MEET)) && log(until) <= beta * (1 - cos(APART)) - 4,
    },
  ],
  cells: (cell) => [cell],
  async compute({ beta, until }: { beta: number; until: number }): Promise<Steps | null> {
    const initial = STAIRS.sizes.flatMap((size, i) => new Array<number>(size).fill(STAIRS.angles[i]));
    const course = await completedRun({
      beta,
      initial,
      mask: 'full',
      saveAt: `log:${smaller(1, until / 10)}:${until}:40`,
      rtol: 1e-8,
    });
    if (course === null) return null;
    const { ts, shape, at } = course;
    return Array.from(ts, (t, i) => [t, ensembleEnergy(at(i), shape, beta)] as const);
  },
  judge([steps], { beta }) {
    if (steps === null) return [noViolation('Φ_β never falls', { cases: 0, violations: 0 })];
    const energies = steps.map(([, energy]) => energy);
    const [a, b, c] = STAIRS.sizes;
    const rise = mergerJump(a, b, TOKENS);
    const before = plateauEnergy([a, b, c]);
    const [first, last] = [energies[0], energies[energies.length - 1]];
    const left = 4 * rise * exp(-beta * (1 - cos(MEET))) + ROUNDING;
    const falls = energies.slice(1).map((energy, i) => energies[i] - energy);
    return [
      identity('Φ_β at the first time', before, first, left, 'finite β'),
      identity('rise of Φ_β by the merger', rise, last - first, left, 'finite β'),
      noneAbove(
        'Φ_β never falls',
        falls.map((fall) => larger(0, fall) / ACCURACY),
      ),
      noViolation(
        'E_β ≤ 1/(2β)',
        {
          cases: energies.length,
          violations: energies.filter((energy) => log(energy) + beta > 0).length,
        },
        'printed',
      ),
      noViolation(
        'Φ_β ≤ 1',
        { cases: energies.length, violations: energies.filter((energy) => energy > 1).length },
        'corrected',
      ),
    ];
  },
  draw([given]) {
    const steps = given ?? [];
    const [a, b, c] = STAIRS.sizes;
    return comparedIn({
      title: 'The energy as two of three clusters meet',
      caption: `Φ_β over log t of clusters of ${a} and ${b} tokens near each other, one of ${c} apart; dashed Σ(m_i/n)² of the three, and of two where those have met.`,
      logAcross: true,
      panels: [
        {
          ...{ title: 'Φ_β', across: 'time t' },
          predicted: [
            { name: `${a} + ${b} and ${c}`, at: () => plateauEnergy([a + b, c]), dashed: true },
            { name: `${a}, ${b} and ${c}`, at: () => plateauEnergy([a, b, c]), dashed: true },
          ],
          measured: [{ name: '', points: steps }],
        },
      ],
    });
  },
});
