/** The registry of statements. To add one: a file beside this (or a neighbour's), and a line here. */
import * as appendixB from './appendix-b.ts';
import * as causalFacts from './causal-facts.ts';
import * as propagator from './causal-propagator.ts';
import * as clustering from './clustering.ts';
import * as staircase from './dynamic-metastability.ts';
import * as equiangular from './equiangular.ts';
import * as firstClusters from './first-clusters.ts';
import * as fullAttention from './full-attention.ts';
import * as hemisphereClustering from './hemisphere-clustering.ts';
import { highDimension } from './high-dimension.ts';
import * as kinetic from './kinetic.ts';
import * as leaders from './leaders.ts';
import * as firstToken from './lemma-3-1.ts';
import { lemma53 } from './lemma-5-3.ts';
import * as longContext from './long-context.ts';
import * as metastability from './metastability.ts';
import { noisyOrder } from './noise.ts';
import * as normalization from './normalization.ts';
import * as normalizationCone from './normalization-cone.ts';
import * as ordinaryCenters from './ordinary-center-counts.ts';
import * as retrieval from './retrieval.ts';
import * as staircaseClock from './staircase-clock.ts';
import type { AnyStatement } from './statement.ts';
import * as strongCenters from './strong-center-counts.ts';
import * as table1 from './table-1.ts';
import { theorem41 } from './theorem-4-1.ts';
import * as frozen from './theorem-5-2.ts';
import * as unnormalized from './unnormalized.ts';

export { type Comparison, type Verdict, verdictOf } from './comparison.ts';
export { type AnyStatement, defaultsOf, type Hypothesis, type Statement } from './statement.ts';

/** In the order of the papers' sections. */
const statements: readonly AnyStatement[] = [
  firstToken.lemma31,
  firstToken.lemma31Semisimple,
  firstToken.lemma31Jordan,
  theorem41,
  causalFacts.hemisphere,
  fullAttention.energyMayFall,
  table1.subspaceConjecture,
  table1.twoClusterConjecture,
  table1.counterexample,
  table1.rowThreeThreshold,
  table1.singleCluster,
  table1.minusIdentity,
  strongCenters.strongOnCircle,
  strongCenters.strongOnSphere,
  strongCenters.strongInHigherDimension,
  strongCenters.strongOfOtherLaws,
  strongCenters.strongIndices,
  ordinaryCenters.ordinaryOnCircle,
  ordinaryCenters.acceptance,
  ordinaryCenters.parkingDensity,
  metastability.lemma51,
  metastability.survivalTimes,
  frozen.theorem52,
  frozen.theorem52Sign,
  frozen.theorem52Window,
  frozen.theorem52Example,
  lemma53,
  appendixB.strongestAngleBrackets,
  appendixB.interactionBelow,
  appendixB.interactionAbove,
  appendixB.slopeNearZero,
  appendixB.slopeBelow,
  appendixB.printedCounterexamples,
  metastability.twoTokenClock,
  metastability.collapseTime,
  causalFacts.terminalRates,
  causalFacts.tokensCross,
  causalFacts.twiceAsFast,
  propagator.tokenCone,
  propagator.antipode,
  propagator.betaZero,
  propagator.order,
  longContext.contentFree,
  fullAttention.energyIncreases,
  fullAttention.conservedAngles,
  clustering.singleClusterFull,
  clustering.singleClusterCircle,
  hemisphereClustering.hemisphereDraws,
  hemisphereClustering.hemisphereConvergence,
  equiangular.equalAngles,
  equiangular.equalAngleRates,
  highDimension,
  unnormalized.hullShrinks,
  leaders.booleanAttention,
  leaders.threePlanes,
  unnormalized.repulsionFades,
  staircase.separatedCaps,
  staircase.energyStaircase,
  staircaseClock.crossing,
  staircaseClock.clockOfStairs,
  normalization.initialSpeeds,
  normalization.tails,
  normalizationCone.cone,
  normalizationCone.lengths,
  normalizationCone.ngptScale,
  firstClusters.modeGrowth,
  firstClusters.fastestMode,
  longContext.longContext,
  longContext.selectivity,
  noisyOrder,
  kinetic.kineticRates,
  kinetic.volterra,
  retrieval.uShape,
  retrieval.retrievalEnd,
  retrieval.worstRetrieved,
];

export const statementRegistry: Readonly<Record<string, AnyStatement>> = Object.fromEntries(
  statements.map((statement) => [statement.id, statement]),
);
