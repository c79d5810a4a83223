/** Open questions, each by one of the runs that were asked. */
import type { TellingState } from './telling-state.ts';

const captureShare: TellingState = {
  id: 'capture-share',
  title: 'Does every center get its share?',
  source: 'arXiv:2411.04990, a question of the conclusion',
  spec: { tokens: 1000, dimension: 2, beta: 64, seed: 1, delta: 0.5, radius: 0.125, until: 20 },
  views: ['captured', 'clusters'],
  says: 'A thousand tokens: at t = 1 hardly one has come to a center from afar, at t = 20 most have. The more tokens there are, the later they set out.',
  tryThis: 'Take 100 tokens: at t = 3 more of them are captured already.',
  guess: { kind: 'captured' },
};

const clusterCount: TellingState = {
  id: 'cluster-count',
  title: 'How many clusters, at which β?',
  source: 'arXiv:2411.04990, §5',
  spec: { tokens: 640, dimension: 3, beta: 32, seed: 1, rtol: 1e-4, atol: 1e-6, until: 60 },
  views: ['clusters'],
  camera: [-0.7, 0.6],
  says: 'Clusters on the sphere at t = 60, when centers have captured their tokens and hardly two have met. Their number is expected to grow in proportion to β.',
  tryThis: 'Set β to 8: less than half as many clusters are left.',
  guess: { kind: 'clusters', expects: 'centers' },
};

const collapseLaw: TellingState = {
  id: 'collapse-law',
  title: 'How long until all have met?',
  source: 'arXiv:2411.04990, the time of Theorem 4.1',
  spec: { tokens: 8, dimension: 2, beta: 8, seed: 3, rtol: 1e-6, atol: 1e-8, until: 1e8, events: true },
  logTime: true,
  views: ['angles', 'clusters', 'tree'],
  says: 'Eight tokens meet two by two, the nearest first. The last to meet decide the time of the collapse, about e^{cβ} with a c that the start tells.',
  tryThis: 'Set β to 16 and the end to 1e16: the logarithm of the time about doubles.',
  guess: { kind: 'collapse', before: 1e5 },
};

const effectiveDimension: TellingState = {
  id: 'effective-dimension',
  title: 'Which dimension do clusters know of?',
  source: 'arXiv:2411.04990, §5',
  spec: { tokens: 640, dimension: 3, beta: 32, value: [1, 1, 0.6], seed: 1, rtol: 1e-4, atol: 1e-6, until: 60 },
  views: ['clusters'],
  camera: [-0.7, 0.6],
  says: 'V draws uniform tokens of the sphere to a circle. At t = 60 there are as few clusters as a circle has room for.',
  tryThis: 'Take the identity for V: clusters stay all over the sphere, and are twice as many.',
  guess: { kind: 'clusters', expects: 'centers' },
};

const leaders: TellingState = {
  id: 'leaders',
  title: 'Do leaders lead?',
  source: 'arXiv:2411.04990, §5',
  spec: { tokens: 80, dimension: 2, beta: 64, seed: 1, until: 1e4 },
  logTime: true,
  views: ['angles', 'clusters'],
  colouring: 'cluster',
  says: 'Of seven tokens that began far from all before them, the strong centers, each has a cluster to itself at t = 100; at t = 10,000 five of them still have.',
  tryThis: 'Take seed 6: at t = 10,000 two strong centers share a cluster.',
  guess: { kind: 'leader', token: 79 },
};

const causalPhases: TellingState = {
  id: 'causal-phase-diagram',
  title: 'How much longer under the causal mask?',
  source: 'arXiv:2312.10794, phase diagrams',
  spec: { tokens: 32, dimension: 128, beta: 3, mask: 'causal', seed: 1, until: 40 },
  views: ['cosines', 'order'],
  says: 'Tokens of high dimension under the causal mask: cosines rise one pair after another, and half of the pairs have met after t = 16.',
  tryThis: 'Set the mask to full: all cosines rise together, and have met at t = 7.',
};

export const openQuestions: readonly TellingState[] = [
  captureShare,
  clusterCount,
  collapseLaw,
  effectiveDimension,
  leaders,
  causalPhases,
];
