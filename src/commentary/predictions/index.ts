/** The registry of predictions, the most telling first. To add one: a file beside this, and a line here. */
import type { PredictionDefinition } from '../prediction.ts';
import { centerSurvival } from './center-survival.ts';
import { collapseTime } from './collapse-time.ts';
import { energy } from './energy.ts';
import { equalAngles } from './equal-angles.ts';
import { finalConfiguration } from './final-configuration.ts';
import { firstClusters } from './first-clusters.ts';
import { firstToken } from './first-token.ts';
import { frozenWindow } from './frozen-window.ts';
import { hemisphere } from './hemisphere.ts';
import { kinetic } from './kinetic.ts';
import { renyiCenters } from './renyi-centers.ts';
import { schemeTail } from './scheme-tail.ts';
import { strongCenters } from './strong-centers.ts';
import { twoTokens } from './two-tokens.ts';

export const predictionRegistry: readonly PredictionDefinition[] = [
  finalConfiguration,
  firstToken,
  renyiCenters,
  strongCenters,
  centerSurvival,
  frozenWindow,
  firstClusters,
  twoTokens,
  equalAngles,
  collapseTime,
  energy,
  hemisphere,
  schemeTail,
  kinetic,
];
