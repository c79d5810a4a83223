/** Numbers over many runs, each by one of them. */
import type { TellingState } from './telling-state.ts';

const captureTable: TellingState = {
  id: 'capture-table',
  title: 'How fast centers capture',
  source: 'arXiv:2411.04990, the setting of Figures 2 and 3',
  spec: { tokens: 200, dimension: 2, beta: 64, seed: 7, until: 40, events: true },
  views: ['captured', 'clusters'],
  says: 'Rényi centers soon have nearly all tokens within their reach, strong centers fewer. One of 40 runs, whose means the preset compares with another program.',
  tryThis: 'Lower β to 16: fewer centers, and each holds more.',
  guess: { kind: 'captured' },
};

const figure3: TellingState = {
  id: 'figure-3',
  title: 'The share captured, over 5,000 runs',
  source: 'arXiv:2411.04990, Figure 3',
  spec: { tokens: 200, dimension: 2, beta: 64, seed: 12, until: 150, events: true },
  views: ['captured', 'clusters'],
  says: 'How much of the tokens the centers hold, as time goes by: one of the 5,000 runs of which Figure 3 shows the mean and the spread.',
  tryThis: 'Take another seed, and another: single runs stray far from one another.',
  guess: { kind: 'captured' },
};

export const manyRuns: readonly TellingState[] = [captureTable, figure3];
