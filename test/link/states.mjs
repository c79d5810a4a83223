/** What the corpus of links holds, by name: every way to say a run, and every way to look at one. Add to it; change nothing. */

const looks = {
  time: 20.125,
  logTime: true,
  speed: 0.5,
  views: ['angles', 'gram', 'merge-tree'],
  camera: { longitude: -0, latitude: 0.26, zoom: 1.25 },
  colour: 'fate',
  chosen: 3,
  embed: 'stage',
};
const matrices = { query: { gaussian: 1 }, key: { gaussian: 2, scale: 0.5 }, value: { gaussian: 3 } };

/** Runs short enough to be made again by the test: their links name the SHA-256. */
const verified = {
  'figure 2, its beginning': { spec: { beta: 64, until: 2 } },
  'the sphere, matrices, a grid of times': {
    spec: { beta: 2, dimension: 3, tokens: 12, seed: 7, saveAt: 'log:0.1:3:9', ...matrices },
  },
  noise: { spec: { beta: 0, tokens: 10, mask: 'full', kappa: 3, commonKappa: 8, noiseSeed: 5, dt: 0.125, until: 2 } },
  'the reference backend': { spec: { beta: 9, tokens: 20, until: 1, backend: 'reference' }, backend: 'reference' },
};

const others = {
  'rows, times in a list': {
    spec: {
      beta: 1,
      initial: [
        [1, 0],
        [0.6, 0.8],
        [-1, 1e-17],
      ],
      saveAt: [0, 1, 2.5],
    },
  },
  'angles, every digit': { spec: { beta: 0.1, initial: [0, 1 / 3, -0, 5e-324, 1.7976931348623157], until: 1e300 } },
  'equispaced with jitter, events': {
    spec: { beta: 25, initial: 'equispaced', jitter: 0.01, tokens: 60, until: 1e60, certify: true, merge: true },
  },
  'von Mises–Fisher': {
    spec: {
      beta: 4,
      dimension: 3,
      initial: 'von-mises-fisher',
      directions: [
        [0, 0, 1],
        [1, 2, 3],
      ],
      concentration: 5,
      until: 10,
    },
  },
  'frozen centers': {
    spec: {
      beta: 12,
      dynamics: 'frozen-centers',
      centers: [
        [1, 0],
        [-1, 0],
      ],
      weights: [2, 0.5],
      until: 4,
    },
  },
  'layers, residual': {
    spec: {
      beta: 9,
      dynamics: 'layers',
      layerTime: 0.1,
      integrator: 'residual',
      layers: [{ beta: 2, query: { gaussian: 1 } }, { value: [1, -0.5] }],
      until: 3,
    },
  },
  normalization: { spec: { beta: 4, dynamics: 'normalization', scheme: 'mix', switchTime: 5, until: 100 } },
  unnormalized: {
    spec: { beta: 1, dynamics: 'unnormalized', picture: 'rescaled', mask: 'full', initialRadius: 2, until: 15 },
  },
  'positional bias': { spec: { beta: 9, dynamics: 'positional-bias', slope: 0.5, window: 40, until: 20 } },
  'kinetic decay': { spec: { beta: 1, dynamics: 'kinetic-decay', decay: 0.2, until: 5 } },
  rotary: { spec: { beta: 4, dimension: 4, dynamics: 'rotary', base: 100, until: 5 } },
  'multi-head, a matrix a head': {
    spec: {
      beta: 4,
      dynamics: 'multi-head',
      heads: 2,
      value: [
        [
          [1, 0],
          [0, -1],
        ],
        [
          [0, 1],
          [1, 0],
        ],
      ],
      until: 5,
    },
  },
  mlp: { spec: { beta: 4, dynamics: 'mlp', mlpWidth: 6, activation: 'gelu', mlpGain: 0.25, until: 5 } },
  'method and measurements': {
    spec: {
      beta: 16,
      until: 5,
      rtol: 1e-12,
      atol: 1e-14,
      maxSteps: 5000,
      integrator: 'esdirk4',
      precision: 'single',
      field: 'direct',
      delta: 0.5,
      threshold: 0.1,
      radius: [0.1, 0.2],
      events: true,
      observe: ['clusters', 'energy'],
    },
  },
  'every look': { spec: { beta: 64, until: 150 }, sha256: '0123456789abcdef'.repeat(4), ...looks },
  'no view at all, the timeline': { spec: { beta: 64, until: 150 }, views: [], embed: 'timeline', colour: 'index' },
  'A beside B': {
    spec: { beta: 64, seed: 5, until: 150 },
    compare: { spec: { beta: 9, seed: 5, until: 150, value: -1 }, sha256: 'f'.repeat(64) },
    time: 0,
  },
};

export { others, verified };
