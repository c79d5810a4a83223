/** Metastability and parking: clusters that stand for long, and who leads them. */
import type { TellingState } from './telling-state.ts';

const mergeTree: TellingState = {
  id: 'merge-tree',
  title: 'Clusters merge over fifty powers of ten',
  source: 'arXiv:2411.04990, the setting of Figure 2 continued',
  spec: { tokens: 80, dimension: 2, beta: 64, seed: 1, rtol: 1e-6, atol: 1e-8, until: 1e60, events: true },
  logTime: true,
  views: ['angles', 'clusters', 'tree'],
  says: 'At β = 64 clusters form at once, and then stand still for times beyond all measure before two of them merge.',
  tryThis: 'Freeze the token that leads the second largest cluster: the collapse never comes.',
  guess: { kind: 'collapse', before: 1e40 },
};

const still: TellingState = {
  id: 'lemma-5-1',
  title: 'Strong centers stand still',
  source: 'arXiv:2411.04990, Lemma 5.1',
  spec: {
    tokens: 60,
    dimension: 2,
    beta: 64,
    seed: 1,
    delta: 0.5,
    rtol: 1e-6,
    atol: 1e-8,
    until: 1e8,
    events: true,
  },
  logTime: true,
  views: ['angles', 'captured'],
  says: 'Strong centers (diamonds) saw no earlier token within δ: when all others are gathered they have hardly stirred. Lemma 5.1 says for how long, and 24 runs test it.',
  tryThis: 'Lower δ to 0.25: more tokens are strong centers, and some of them move at once.',
  guess: { kind: 'leader', token: 59 },
};

const oneMore: TellingState = {
  id: 'next-token-basins',
  title: 'Where would one more token go?',
  source: 'arXiv:2411.04990, the setting of Figure 2',
  spec: { tokens: 200, dimension: 2, beta: 64, seed: 1, delta: 0.5, radius: 0.125, until: 150, events: true },
  at: 150,
  says: 'One more token sees all the others and none of them sees it: the circle falls into arcs, and from each it goes to one cluster.',
  tryThis: 'Click the circle between two clusters: the token that you add joins one of them.',
  guess: { kind: 'leader', token: 199 },
};

const staircase: TellingState = {
  id: 'staircase',
  title: 'The energy climbs a staircase',
  source: 'arXiv:2410.06833',
  spec: { initial: [0, 0.2, 0.7, 1.3, 2.1], beta: 30, mask: 'full', until: 5000, events: true },
  logTime: true,
  views: ['angles', 'energy'],
  says: 'Five tokens under full attention: they meet two by two, ever more slowly, and at each merger the energy takes a step.',
  tryThis: 'Set the mask to causal: then each moves only towards those before it, and x₁ not at all.',
  guess: { kind: 'energy' },
};

const threeClusters: TellingState = {
  id: 'three-clusters',
  title: 'How many clusters come first?',
  source: 'arXiv:2410.23228',
  spec: {
    tokens: 300,
    dimension: 2,
    beta: 5,
    seed: 1,
    mask: 'full',
    initial: 'equispaced',
    jitter: 0.01,
    threshold: 0.2,
    until: 20,
    events: true,
  },
  says: 'Tokens that are spread almost evenly, under full attention: of all ripples one grows fastest, and β decides which. It becomes the first clusters.',
  tryThis: 'Raise β to 16 and count again.',
  guess: { kind: 'clusters', expects: 'first-mode' },
};

export const metastability: readonly TellingState[] = [mergeTree, still, oneMore, staircase, threeClusters];
