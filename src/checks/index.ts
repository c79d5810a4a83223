/** The registry of statements. To add one: a file beside this (or a neighbour's), and a line here. */
import { booleanAttention } from './boolean-attention.ts';
import { collapseTime } from './collapse-exponent.ts';
import { contentFree } from './content-free-attention.ts';
import { crossing } from './crossing-time.ts';
import { energyMayFall } from './energy-may-fall.ts';
import { energyStaircase } from './energy-staircase.ts';
import { equalAngleRates } from './equal-angle-rates.ts';
import { equalAngles } from './equal-angles.ts';
import { fastestMode } from './first-cluster-mode.ts';
import { conservedAngles, energyIncreases } from './full-attention.ts';
import { hemisphere } from './hemisphere.ts';
import { hemisphereConvergence } from './hemisphere-convergence.ts';
import { hemisphereDraws } from './hemisphere-probability.ts';
import { highDimension } from './high-dimension.ts';
import { hullShrinks } from './hull-shrinks.ts';
import {
  interactionAbove,
  interactionBelow,
  printedCounterexamples,
  slopeBelow,
  slopeNearZero,
} from './interaction-bounds.ts';
import { volterra } from './kinetic-correlation.ts';
import { kineticRates } from './kinetic-mode-rates.ts';
import { lemma31, lemma31Jordan, lemma31Semisimple } from './lemma-3-1.ts';
import { lemma51, survivalTimes } from './lemma-5-1.ts';
import { lemma53 } from './lemma-5-3.ts';
import { longContext } from './long-context-limits.ts';
import { minusIdentity } from './minus-identity.ts';
import { modeGrowth } from './mode-growth.ts';
import { noisyOrder } from './noisy-order.ts';
import { cone, ngptScale } from './normalization-cone.ts';
import { initialSpeeds } from './normalization-initial-speed.ts';
import { lengths } from './normalization-lengths.ts';
import { tails } from './normalization-tails.ts';
import { ordinaryOnCircle, parkingDensity } from './ordinary-center-counts.ts';
import { acceptance } from './renyi-acceptance.ts';
import { repulsionFades } from './repulsion-fades.ts';
import { retrievalEnd } from './retrieval-critical-time.ts';
import { uShape } from './retrieval-u-shape.ts';
import { worstRetrieved } from './retrieval-worst-source.ts';
import { rowThreeThreshold } from './row-3-threshold.ts';
import { selectivity } from './selectivity-scale.ts';
import { separatedCaps } from './separated-caps.ts';
import { singleClusterCircle, singleClusterFull } from './single-cluster.ts';
import { ratesAtCluster } from './single-cluster-rates.ts';
import { clockOfStairs } from './staircase-clock.ts';
import type { AnyStatement } from './statement.ts';
import { strongInHigherDimension, strongOfOtherLaws, strongOnCircle, strongOnSphere } from './strong-center-counts.ts';
import { strongIndices } from './strong-center-indices.ts';
import { strongestAngleBrackets } from './strongest-angle.ts';
import { subspaceConjecture } from './subspace-conjecture.ts';
import { terminalRates } from './terminal-rates.ts';
import { theorem41 } from './theorem-4-1.ts';
import { theorem52 } from './theorem-5-2.ts';
import { theorem52Example, theorem52Sign, theorem52Window } from './theorem-5-2-conditions.ts';
import { threePlanes } from './three-hyperplanes.ts';
import { tokenCone } from './token-cone.ts';
import { order, tokensCross } from './token-order.ts';
import { counterexample, twoClusterConjecture } from './two-cluster-conjecture.ts';
import { twoTokenClock } from './two-token-clock.ts';
import { antipode, betaZero, twiceAsFast } from './two-tokens.ts';

export type { Comparison } from './comparison.ts';
export { type AnyStatement, defaultsOf, type Hypothesis, isMeasurable, type Statement } from './statement.ts';
export { type Verdict, verdictOf, type WordedVerdict, worded } from './verdict.ts';

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
];

export const statementRegistry: Readonly<Record<string, AnyStatement>> = Object.fromEntries(
  statements.map((statement) => [statement.id, statement]),
);
