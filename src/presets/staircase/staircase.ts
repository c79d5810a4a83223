/** Dynamic metastability of full attention: the energy climbs a staircase as clusters merge, one pair after another. */

import { type CurvePanel, curvesBlock, figure } from '../../figures/index.ts';
import { cos, exp, log, sin } from '../../numerics/elementary.ts';
import { largestOf } from '../../numerics/extremes.ts';
import { solveTo } from '../../numerics/ode.ts';
import { brief } from '../../report/run.ts';
import { geometricTimes, linearTimes } from '../../run/times.ts';
import { glueAngle, mergerJump, plateauEnergy } from '../../theory/metastability.ts';
import type { ExperimentPreset } from '../kit/preset.ts';
import { type Cell, followMergers, MET, type Merger, type Sample, TOKENS, type Value } from './staircase-run.ts';

const BETAS = [500, 1000, 1500, 2000, 3000, 4000] as const;
/** Of Φ right after a merger: e^{−β(1 − cos θ)} to the nearest other cluster is far below. */
const ALLOWED = 1e-3;
/** Of the time of a merger: the other clusters pull as well, and nearer pairs have the clock first. */
const ALLOWED_TIME = 0.1;

/**
 * The time τ in which two clusters of these sizes, alone, come from an angle to that from which on the clock looks at
 * others: θ̇ = −e^{β(cos θ − 1)} sin θ · c, c = (a + b)/n under USA, b/Z_a + a/Z_b with Z_a = a + b e^{β(cos θ − 1)}
 * under SA.
 */
function durationAlone({ angle, joined: [a, b] }: Merger, { beta, normalization }: Cell): number {
  const slope = (theta: number, _tau: Float64Array, out: Float64Array) => {
    const w = exp(beta * (cos(theta) - 1));
    const c = normalization === 'count' ? (a + b) / TOKENS : b / (a + b * w) + a / (b + a * w);
    out[0] = -1 / (log(beta) * c * sin(theta));
  };
  return solveTo(slope, angle, [0], glueAngle(beta))[0];
}

/** Mergers after the first, which begins before any plateau: what they are and should be. */
function stepsOf(value: Value) {
  const { mergers } = value;
  return mergers.map((merger, i) => ({
    merger,
    plateau: plateauEnergy(merger.sizes),
    jump: i === 0 ? null : merger.energy - mergers[i - 1].energy,
    predictedJump: mergerJump(merger.joined[0], merger.joined[1], TOKENS),
    duration: i === 0 ? null : merger.tau - mergers[i - 1].tau,
    durationAlone: durationAlone(merger, value),
  }));
}

export const staircase: ExperimentPreset<Cell, Value> = {
  id: 'staircase',
  seconds: 3,
  title: 'The energy of full attention climbs a staircase: five tokens at β = 500 to 4000',
  checks: ['energy-staircase', 'crossing-time', 'staircase-clock', 'separated-caps'],
  source: `arXiv:2410.06833, staircase: n = 5, θ₀ = ½ (log β/√β)(0, .5, 2, 4, 7), the same β. Our choice: adaptive steps of SA itself (there, steps of equal length along the gradient), and tokens within ${MET} rad given one place`,
  cells: () => [
    ...BETAS.map((beta) => ({ beta, normalization: 'softmax' as const })),
    { beta: BETAS[0], normalization: 'count' as const },
  ],
  compute: followMergers,
  report(values) {
    const all = values.flatMap((value) => stepsOf(value).map((step) => ({ ...step, value })));
    const offPlateau = largestOf(all.map(({ merger, plateau }) => Math.abs(merger.energy - plateau)));
    const offTime = largestOf(
      all.flatMap(({ duration, durationAlone: alone }) => (duration === null ? [] : [Math.abs(duration / alone - 1)])),
    );
    const asPredicted = offPlateau <= ALLOWED && offTime <= ALLOWED_TIME;
    return {
      table: {
        columns: [
          'attention',
          'β',
          'clusters join',
          't',
          'τ',
          'Φ',
          'Σ(m/n)²',
          'jump',
          '2ab/n²',
          'time τ it took',
          'pair alone',
        ],
        rows: all.map(({ value, merger, plateau, jump, predictedJump, duration, durationAlone: alone }) => [
          nameOf(value),
          brief(value.beta),
          merger.joined.join(' + '),
          merger.t.toExponential(2),
          merger.tau.toFixed(3),
          merger.energy.toFixed(5),
          plateau.toFixed(2),
          jump === null ? '' : jump.toFixed(5),
          jump === null ? '' : predictedJump.toFixed(2),
          duration === null ? '' : duration.toFixed(3),
          duration === null ? '' : alone.toFixed(3),
        ]),
      },
      says: `The energy rests on Σ(m/n)² within ${offPlateau.toExponential(1)} after each of ${all.length} mergers (${ALLOWED} is allowed) and so jumps by 2ab/n²; in the clock τ a merger takes the time of the two clusters alone within ${(100 * offTime).toFixed(0)} % (${100 * ALLOWED_TIME} % is allowed), while t goes up to ${largestOf(all.map(({ merger }) => merger.t)).toExponential(1)}${asPredicted ? '' : ' — not as predicted'}.`,
      asPredicted,
    };
  },
  draw(values) {
    const softmax = values.filter(({ normalization }) => normalization === 'softmax');
    const count = values.filter(({ normalization }) => normalization === 'count');
    return figure({
      title: 'The energy climbs a staircase',
      subtitle: `${TOKENS} tokens on the circle, full attention; Φ is the mean of exp(β(cos θ − 1)) over all pairs, θ their angle`,
      caption: `Dashed: Σ(m/n)² for clusters of ${restsOf(values[0])
        .map((sizes) => sizes.join(' + '))
        .join(
          ', of ',
        )} tokens. In the clock τ, which runs with the pair that comes together next, steps of different β can be compared; how long they are is in the table. Of USA, t is e^β times its own time.`,
      blocks: [
        curvesBlock([overTau('SA', softmax), overTau('USA', count)], [], false),
        curvesBlock([overTime(softmax)], [], true),
      ],
    });
  },
};

function nameOf({ normalization }: Cell): string {
  return normalization === 'count' ? 'USA' : 'SA';
}

/** Sizes of the clusters between mergers. */
function restsOf({ mergers }: Value): (readonly number[])[] {
  return mergers.slice(0, -1).map(({ sizes }) => sizes);
}

const POINTS = 601;

function overTau(name: string, values: readonly Value[]): CurvePanel {
  const last = largestOf(values.map(({ mergers }) => mergers[mergers.length - 1].tau));
  return panel(`${name}, Φ over the clock τ`, values, linearTimes(0, 1.05 * last, POINTS), 'tau', 'τ');
}

function overTime(values: readonly Value[]): CurvePanel {
  const last = largestOf(values.map(({ mergers }) => mergers[mergers.length - 1].t));
  return { ...panel('SA, Φ over time', values, geometricTimes(0.1, 100 * last, POINTS), 't', 'time t'), wide: true };
}

function panel(title: string, values: readonly Value[], ts: number[], key: 't' | 'tau', across: string): CurvePanel {
  const plateaus = [...new Set(restsOf(values[0]).map(plateauEnergy))];
  return {
    title,
    ts,
    across,
    domain: [0, 1],
    series: [
      ...plateaus.map((plateau) => ({
        name: '',
        values: ts.map(() => plateau),
        color: 'muted' as const,
        dashed: true,
      })),
      ...values.map(({ beta, samples }) => ({ name: `β = ${beta}`, values: energyAt(samples, ts, key) })),
    ],
  };
}

/** The energy at ascending times, on straight lines between the ends of steps; at last that of a single cluster. */
function energyAt(samples: readonly Sample[], times: readonly number[], key: 't' | 'tau'): number[] {
  let next = 1;
  return times.map((time) => {
    while (next < samples.length && samples[next][key] < time) next++;
    if (next === samples.length) return 1;
    const [a, b] = [samples[next - 1], samples[next]];
    return a.energy + ((b.energy - a.energy) * (time - a[key])) / (b[key] - a[key]);
  });
}
