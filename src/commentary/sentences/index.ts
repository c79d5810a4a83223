/** The registry of sentences, in the order in which they are read. To add one: a file beside this, and a line here. */
import type { SentenceDefinition } from '../sentence.ts';
import { alignment } from './alignment.ts';
import { captured } from './captured.ts';
import { clusterCount } from './clusters.ts';
import { comparedSentences } from './compared.ts';
import { ending } from './ending.ts';
import { energyFalls } from './energy.ts';
import { firstToken } from './first-token.ts';
import { lengths } from './lengths.ts';
import { limits } from './limits.ts';
import { metastable } from './metastable.ts';
import { motion } from './motion.ts';
import { survival } from './survival.ts';

export const sentenceRegistry: readonly SentenceDefinition[] = [
  captured,
  clusterCount,
  ...comparedSentences,
  firstToken,
  metastable,
  survival,
  ending,
  energyFalls,
  alignment,
  motion,
  lengths,
  limits,
];
