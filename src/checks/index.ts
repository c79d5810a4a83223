/** The registry of statements. To add one: a file beside this (or a neighbour's), and a line here. */

import { ordinaryOnCircle, parkingDensity } from './centers/ordinary-center-counts.ts';
import { acceptance } from './centers/renyi-acceptance.ts';
import {
  strongInHigherDimension,
  strongOfOtherLaws,
  strongOnCircle,
  strongOnSphere,
} from './centers/strong-center-counts.ts';
import { strongIndices } from './centers/strong-center-indices.ts';
import { booleanAttention } from './euclidean/boolean-attention.ts';
import { hullShrinks } from './euclidean/hull-shrinks.ts';
import { repulsionFades } from './euclidean/repulsion-fades.ts';
import { threePlanes } from './euclidean/three-hyperplanes.ts';
import { bipodalSaddle } from './full-attention/bipodal-saddle.ts';
import { energyMayFall } from './full-attention/energy-may-fall.ts';
import { equalAngleRates } from './full-attention/equal-angle-rates.ts';
import { equalAngles } from './full-attention/equal-angles.ts';
import { conservedAngles, energyIncreases } from './full-attention/full-attention.ts';
import { hemisphereConvergence } from './full-attention/hemisphere-convergence.ts';
import { hemisphereDraws } from './full-attention/hemisphere-probability.ts';
import { highDimension } from './full-attention/high-dimension.ts';
import { longContext } from './full-attention/long-context-limits.ts';
import { singleClusterCircle, singleClusterFull } from './full-attention/single-cluster.ts';
import { splayStability } from './full-attention/splay-stability.ts';
import {
  interactionAbove,
  interactionBelow,
  printedCounterexamples,
  slopeBelow,
  slopeNearZero,
} from './interaction/interaction-bounds.ts';
import { selectivity } from './interaction/selectivity-scale.ts';
import { strongestAngleBrackets } from './interaction/strongest-angle.ts';
import { antipode, betaZero, twiceAsFast } from './interaction/two-tokens.ts';
import { contentFree } from './kinetic/content-free-attention.ts';
import { fastestMode } from './kinetic/first-cluster-mode.ts';
import { volterra } from './kinetic/kinetic-correlation.ts';
import { kineticRates } from './kinetic/kinetic-mode-rates.ts';
import { modeGrowth } from './kinetic/mode-growth.ts';
import { noisyOrder } from './kinetic/noisy-order.ts';
import { retrievalEnd } from './kinetic/retrieval-critical-time.ts';
import { uShape } from './kinetic/retrieval-u-shape.ts';
import { worstRetrieved } from './kinetic/retrieval-worst-source.ts';
import type { AnyStatement } from './kit/statement.ts';
import { hemisphere } from './lemmas/hemisphere.ts';
import { lemma31, lemma31Jordan, lemma31Semisimple } from './lemmas/lemma-3-1.ts';
import { lemma51, survivalTimes } from './lemmas/lemma-5-1.ts';
import { lemma53 } from './lemmas/lemma-5-3.ts';
import { theorem52 } from './lemmas/theorem-5-2.ts';
import { theorem52Example, theorem52Sign, theorem52Window } from './lemmas/theorem-5-2-conditions.ts';
import { tokenCone } from './lemmas/token-cone.ts';
import { order, tokensCross } from './lemmas/token-order.ts';
import { densityGrowth } from './mean-field/density-growth.ts';
import { manyTokens } from './mean-field/many-tokens.ts';
import { discontinuousTransition, noiseThresholds } from './mean-field/transition.ts';
import { crossing } from './metastability/crossing-time.ts';
import { energyStaircase } from './metastability/energy-staircase.ts';
import { separatedCaps } from './metastability/separated-caps.ts';
import { clockOfStairs } from './metastability/staircase-clock.ts';
import { twoTokenClock } from './metastability/two-token-clock.ts';
import { cone, ngptScale } from './normalization/normalization-cone.ts';
import { initialSpeeds } from './normalization/normalization-initial-speed.ts';
import { lengths } from './normalization/normalization-lengths.ts';
import { tails } from './normalization/normalization-tails.ts';
import { collapseTime } from './table-1/collapse-exponent.ts';
import { minusIdentity } from './table-1/minus-identity.ts';
import { rowThreeThreshold } from './table-1/row-3-threshold.ts';
import { ratesAtCluster } from './table-1/single-cluster-rates.ts';
import { subspaceConjecture } from './table-1/subspace-conjecture.ts';
import { terminalRates } from './table-1/terminal-rates.ts';
import { theorem41 } from './table-1/theorem-4-1.ts';
import { counterexample, twoClusterConjecture } from './table-1/two-cluster-conjecture.ts';

export type { Comparison } from './kit/comparison.ts';
export { type AnyStatement, defaultsOf, type Hypothesis, isMeasurable, type Statement } from './kit/statement.ts';
export { type Verdict, verdictOf, type WordedVerdict, worded } from './kit/verdict.ts';

/** In the order of the papers' sections. */
const statements: readonly AnyStatement[] = [
  lemma31,
  lemma31Semisimple,
  lemma31Jordan,
  theorem41,
  hemisphere,
  energyMayFall,
  subspaceConjecture,
  twoClusterConjecture,
  counterexample,
  rowThreeThreshold,
  ratesAtCluster,
  minusIdentity,
  strongOnCircle,
  strongOnSphere,
  strongInHigherDimension,
  strongOfOtherLaws,
  strongIndices,
  ordinaryOnCircle,
  acceptance,
  parkingDensity,
  lemma51,
  survivalTimes,
  theorem52,
  theorem52Sign,
  theorem52Window,
  theorem52Example,
  lemma53,
  strongestAngleBrackets,
  interactionBelow,
  interactionAbove,
  slopeNearZero,
  slopeBelow,
  printedCounterexamples,
  twoTokenClock,
  collapseTime,
  terminalRates,
  tokensCross,
  twiceAsFast,
  tokenCone,
  antipode,
  betaZero,
  order,
  contentFree,
  energyIncreases,
  conservedAngles,
  singleClusterFull,
  singleClusterCircle,
  splayStability,
  bipodalSaddle,
  hemisphereDraws,
  hemisphereConvergence,
  equalAngles,
  equalAngleRates,
  highDimension,
  hullShrinks,
  booleanAttention,
  threePlanes,
  repulsionFades,
  separatedCaps,
  energyStaircase,
  crossing,
  clockOfStairs,
  initialSpeeds,
  tails,
  cone,
  lengths,
  ngptScale,
  modeGrowth,
  fastestMode,
  longContext,
  selectivity,
  noisyOrder,
  kineticRates,
  volterra,
  uShape,
  retrievalEnd,
  worstRetrieved,
  densityGrowth,
  noiseThresholds,
  discontinuousTransition,
  manyTokens,
];

export const statementRegistry: Readonly<Record<string, AnyStatement>> = Object.fromEntries(
  statements.map((statement) => [statement.id, statement]),
);
