/** Where tokens end, by the spectrum of V: rows of Table 1, and where they fail. */
import type { TellingState } from './telling-state.ts';

const clouds: TellingState = {
  id: 'atlas',
  title: 'A negative λ_max: clouds that never rest',
  source: 'arXiv:2411.04990, Table 1',
  spec: { tokens: 32, dimension: 3, beta: 9, seed: 1, value: [-1, -2, -3], rtol: 1e-6, atol: 1e-8, until: 100 },
  camera: [-0.7, 0.6],
  colouring: 'index',
  says: 'All eigenvalues of V = diag(−1, −2, −3) are negative: tokens flee each other and stay two clouds around ±ξ. The preset makes such runs for every row of Table 1.',
  tryThis: 'Turn the signs of V, and they gather.',
};

const counterexample: TellingState = {
  id: 'row-3-counterexample',
  title: 'Neither together nor opposite',
  source: 'arXiv:2411.04990, row 3 of Table 1 as transcribed',
  spec: { tokens: 2, dimension: 2, beta: 1, seed: 3, key: [0.1, 5], value: [1, 0.5], until: 40 },
  says: 'Table 1 conjectures that these two tokens end at the same point or at opposite ones. They come to rest at neither: a counterexample.',
  tryThis: 'Take other seeds: nearly half of all starts end like this.',
};

const threshold: TellingState = {
  id: 'row-3-threshold',
  title: 'From which β can two stay apart?',
  source: 'arXiv:2411.04990, the boundary of row 3 of Table 1',
  spec: { tokens: 2, dimension: 2, beta: 0.6, seed: 5, value: [1, 0.5], until: 200 },
  says: 'At V = diag(1, ½) two tokens can end opposite each other, as these do, if β is above β* = ½ ln 2.',
  tryThis: 'Lower β to 0.3: now they meet, from wherever they begin.',
};

const map: TellingState = {
  id: 'row-3-map',
  title: 'Where row 3 fails',
  source: 'arXiv:2411.04990, row 3 of Table 1',
  spec: { tokens: 2, dimension: 2, beta: 1, seed: 3, key: [-1, 5], value: [1, 0.5], until: 40 },
  says: 'QᵀK = diag(−1, 5) lies in the part of the map where two tokens can come to rest at an angle that is neither 0 nor π.',
  tryThis: 'Set K to diag(3, 3): the same start now ends with the two opposite each other.',
};

const random: TellingState = {
  id: 'value-spectra',
  title: 'A random V',
  source: 'arXiv:2411.04990, after the appendix on spectra of V',
  spec: {
    tokens: 32,
    dimension: 16,
    beta: 4,
    seed: 1,
    value: { gaussian: 1 },
    rtol: 1e-6,
    atol: 1e-8,
    until: 60,
    events: true,
  },
  says: 'V is drawn at random in 16 dimensions. Its λ_max is far from the left half-plane, as it is for nearly all such V, so the tokens gather: at two points, ξ and −ξ.',
  tryThis: 'Draw another V: where λ_max is complex, the clusters go round for ever.',
  guess: { kind: 'clusters', expects: 'table-1' },
};

export const finalConfigurations: readonly TellingState[] = [clouds, counterexample, threshold, map, random];
