/** First steps: the circle of Figure 2, the sphere of Figure 1, and how all of it ends. */
import type { TellingState } from './telling-state.ts';

/** The first sight of the lab. */
export const firstSight: TellingState = {
  id: 'figure-2',
  title: 'Tokens gather around Rényi centers',
  source: 'arXiv:2411.04990, Figure 2',
  spec: {
    tokens: 200,
    dimension: 2,
    beta: 64,
    seed: 1,
    delta: 0.5, // 4β^{−1/2}
    radius: 0.125, // β^{−1/2}
    until: 150,
    events: true,
  },
  says: 'Under causal attention, 200 tokens on the circle gather around the few that came first.',
  tryThis: 'Drag x₁ and see who follows.',
  guess: { kind: 'clusters', expects: 'centers' },
};

const onTheSphere: TellingState = {
  id: 'figure-1',
  title: 'The spectrum of V decides where tokens go',
  source: 'arXiv:2411.04990, Figure 1 and Table 1',
  spec: {
    tokens: 32,
    dimension: 3,
    beta: 9,
    seed: 1,
    value: [1, 0.5, 0.2],
    threshold: 0.05,
    rtol: 1e-6,
    atol: 1e-8,
    until: 5000,
    events: true,
  },
  camera: [-0.7, 0.6],
  says: 'V = diag(1, 0.5, 0.2) has one largest eigenvalue: on the sphere all tokens end at two opposite points, ξ and −ξ.',
  tryThis: 'Set V to diag(−1, −2, −3), and nothing gathers.',
  guess: { kind: 'clusters', expects: 'table-1' },
};

const collapse: TellingState = {
  id: 'collapse',
  title: 'In the end all are where x₁ was',
  source: 'arXiv:2411.04990, Theorem 4.1',
  spec: { tokens: 60, dimension: 2, beta: 9, seed: 1, rtol: 1e-6, atol: 1e-8, until: 1e9, events: true },
  logTime: true,
  views: ['angles', 'clusters', 'tree'],
  says: 'Every token ends where x₁ began, but the last ones take very long: each stretch of this clock is many times the one before.',
  tryThis: 'Set β to 16 and the end to 1e15: how much longer does it take?',
  guess: { kind: 'collapse', before: 1e8 },
};

export const firstSteps: readonly TellingState[] = [firstSight, onTheSphere, collapse];
