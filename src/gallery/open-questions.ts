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

export const openQuestions: readonly TellingState[] = [captureShare, clusterCount, collapseLaw];
