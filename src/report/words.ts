/**
 * The words of tables and sentences, explained once: `parkade words` prints them, docs/glossary.md lists them, a test
 * misses none.
 */

/** Word or head of a column, and what it means. In a head … stands for a number. */
export type Words = Readonly<Record<string, string>>;

export interface WordGroup {
  /** What to ask for on the command line. */
  readonly name: string;
  readonly title: string;
  readonly words: Words;
}

const terms: Words = {
  token:
    'A point of the sphere that moves, x₁ to xₙ. Under the causal mask token k feels the tokens 1 to k only, so their order matters.',
  n: 'The number of tokens.',
  d: 'The dimension of the space around the sphere S^{d−1}: 2 is the circle, 3 the ordinary sphere.',
  β: 'How sharply tokens look: the weight of token j for token k is e^{β⟨Qx_k, Kx_j⟩}. Tokens attract within about 1/√β radians.',
  Q: 'The query matrix. Q, K and V are the identity by default.',
  K: 'The key matrix.',
  V: 'The value matrix: what a token gives to those that look at it.',
  t: "Time, in the equation's own unit. 0 is the beginning.",
  'full mask':
    'Every token feels all tokens. SA is full attention with weights that sum to 1 (softmax), USA with weights divided by n (count), CSA causal softmax attention.',
  δ: 'The separation of centers, in radians: 4/√β, at most π/2, by default; --delta changes it.',
  'Rényi center':
    'A token that starts farther than δ from every earlier center. Go through the tokens in their order; the first is one. Like a car that parks where no parked car is in its way.',
  'strong Rényi center':
    'A token that starts farther than δ from every earlier token, not only from earlier centers. Every strong one is a Rényi center.',
  captured:
    'Of a token: closer than the radius to where a center is now; it may leave again, so the share of captured tokens may fall. Centers are tokens, and count themselves. The radius is 1/√β, at most 1/2, by default; --radius changes it.',
  cluster:
    'Tokens linked by steps of at most the threshold from one to the next (single linkage). The threshold is 1/√β, at most 1/2, by default; --threshold changes it. Single tokens are clusters too.',
  capture: 'The moment at which a token comes within the radius of a Rényi center.',
  merger: 'The moment at which two clusters become one.',
  birth: 'The moment at which a cluster comes apart, so that a new one is there.',
  edit: 'A change that a person makes to the tokens while a run goes on: one is moved, added, frozen, released or removed. It is part of the specification.',
  frozen: 'Of a token: it stands still, and the others feel it as before.',
  collapse: 'The moment from which on all tokens are within the radius of the first one.',
  certified:
    'Of an event: a run at tolerances a hundred times tighter has it too, with the same members at nearly the same time.',
  undecided:
    'What was computed does not decide it: an event that the finer run does not have in the same way; a token nearer to an unstable equilibrium than the tolerance; a check with too few draws.',
  stiff:
    'Where explicit steps must be far shorter than accuracy asks for. A run with --integrator auto then continues with implicit steps.',
  'field evaluation': 'One computation of all velocities ẋ₁ to ẋₙ, the work that runs consist of.',
  's.e.': 'Standard error: by how much a mean of as many runs differs from the true mean, typically.',
  λ_max: 'The eigenvalue of V with the largest real part; ξ is its unit eigenvector, L its eigenspace.',
};

const run: Words = {
  t: 'The saved time.',
  tokens: 'How many tokens are there, where edits change that.',
  clusters: 'How many clusters there are.',
  largest: 'How many tokens the largest cluster has.',
  'captured, r = …': 'The share of tokens that are closer than r to where a Rényi center is now.',
  'by strong ones': 'The share of tokens that are closer than r to where a strong Rényi center is now.',
  energy:
    'Φ = n⁻² Σ e^{β(⟨x_i, x_j⟩ − 1)} over all pairs, between 0 and 1; 1 is a single cluster. It never falls under full attention with Q = K = V = I; under the causal mask it may.',
  'mean kernel':
    'The same number where it is no energy, since the equation does not follow its gradient: how alike tokens are.',
  'mean cosine': 'The mean of ⟨x_i, x_j⟩ over pairs of different tokens; 1 is a single cluster.',
  order:
    'The order parameter: the length of the mean of all tokens. 1 is a single cluster, 0 tokens that balance each other.',
  'farthest from x₁': 'The largest angle between a token and the first one, in radians.',
  'smallest |x|': 'The least length of a token, where tokens are not kept on the sphere.',
  'largest |x|': 'The greatest length of a token there.',
};

const events: Words = {
  t: 'When it happened.',
  event: 'A merger, a birth, the collapse or an edit. Captures are counted below the table; events.json has all.',
  'clusters before': 'The clusters that took part, before: "3 from x₇" has 3 tokens, the first of them the seventh.',
  after: 'The clusters that they became; of an edit, the token and what was done to it.',
  verdict: 'Certified or undecided, with --certify.',
};

const explain: Words = {
  what: 'What a paper predicts something of.',
  predicted:
    'What is predicted at this time: a number with the standard deviation of one run where that is known (±), a bound (≤), or what it tends to as t → ∞ (→).',
  measured: 'What the same quantity is now; a dash where it cannot be measured, or nothing is claimed of it.',
  verdict:
    'agrees; differs; not yet, of a limit that tokens are still on their way to; undecided, where the numbers fit neither; no claim, where a hypothesis fails or nothing is predicted.',
  source: 'Which paper says so, and where.',
  'hypotheses that fail':
    'What the paper supposes and this run has not; "not known" where that cannot be told. Where one fails nothing is compared.',
};

const park: Words = {
  tokens: 'How many tokens have come so far.',
  strong: 'How many strong Rényi centers they have.',
  'strong…': 'How many strong Rényi centers they have: the mean over runs and its standard error.',
  Rényi: 'How many Rényi centers they have.',
  'Rényi…': 'How many Rényi centers they have: the mean over runs and its standard error.',
  predicted: 'What theory says the mean is.',
  'off by': 'The difference from the prediction, in standard errors of the mean.',
  'asymptote, δ → 0, n → ∞': 'The number of centers in the limit of small δ and infinitely many tokens.',
  'share of it': 'How much of the asymptote these tokens have reached.',
};

const basins: Words = {
  cluster: 'A cluster of the stored run at the end.',
  tokens: 'How many tokens it has.',
  'first token': 'The first of them.',
  'of all starts': 'The share of the circle, or of the area of the sphere, from which one more token ends in it.',
  'median time of capture':
    "When half of those starts have come within the radius of the cluster's first token for good.",
};

const density: Words = {
  t: 'The saved time.',
  strongest: 'The degree of the strongest harmonic: so many peaks, evenly spread, are nearest to the density.',
  'degree …':
    'How strong the harmonics of that degree are, from 0 (uniform) to 1: |E e^{ikθ}| on the circle, |E P_k| around an axis of S².',
  highest: 'The largest value of the density, relative to the uniform one.',
  peaks: 'How many local maxima it has, along the circle or along a meridian.',
  'free energy': 'Attention and noise together, 0 for the uniform density; it falls in time under USA.',
  'energy of pairs': 'What full attention lets fall where there is no noise, 0 for the uniform density.',
  degrees: 'Up to which degree harmonics are computed; what is left out is below 1e-12.',
  positions: 'At how many positions of the sequence the density is computed, under the causal mask.',
  degree: 'Of the harmonic that leaves the uniform density where the branch begins.',
  where: 'Which point of the branch it is.',
  κ: 'The noise is √(2/κ): the larger κ, the weaker the noise.',
  β: 'How sharply tokens look.',
  order: 'E cos kθ or E P_k of that degree: 0 for the uniform density, 1 for a point.',
  stability: 'Whether small disturbances of all kinds decay, and how many grow if not.',
  growth:
    'How fast the fastest disturbance grows, below 0 where it decays; turning the density as a whole is left out.',
};

const equilibria: Words = {
  'real part':
    'Of eigenvalues of the Jacobian at the rest: the rate at which a disturbance grows, or shrinks if negative.',
  'imaginary part': 'The angular frequency with which such a disturbance turns; ± for a pair.',
  'how many': 'How many eigenvalues are shown alike.',
  'a disturbance':
    'What becomes of it: it grows, shrinks, or stays, by a symmetry of the equation or within a family of rests; undecided where the error of the numbers leaves both signs.',
};

const check: Words = {
  statement: 'What a paper says, by a name of ours.',
  hypotheses: 'What the paper supposes for it. Outside them a verdict says nothing about the statement.',
  prediction: 'The number, or the bound, that follows from the statement.',
  measurement: 'What runs gave.',
  test: 'By what the two were compared, and how far apart they may be.',
  verdict: 'Holds; fails; fails as printed, holds corrected; or undecided, where the draws are too few to tell.',
  what: 'Which quantity was compared.',
};

const spectra: Words = {
  matrix: 'The file, and which of its matrices.',
  d: 'Its number of rows.',
  λ_max: 'The eigenvalue with the largest real part, and how often it occurs.',
  sign: "The sign of that eigenvalue's real part.",
  eigenvectors: 'How many independent eigenvectors it has.',
  'largest |λ|': 'The greatest absolute value of an eigenvalue.',
  'Table 1: in the end': 'What Table 1 of the paper says becomes of tokens with this V.',
  status: 'Whether that is proved or conjectured.',
};

const tune: Words = {
  cost: 'Of which elementary part of a field, by its name in src/backends/wasm/costs.ts.',
  'here, ns': 'Nanoseconds on this machine.',
  'shipped, ns': 'The nanoseconds that parkade comes with.',
  field: 'A field as everyday runs have it: the number of tokens, the dimension, β.',
  'tuned against shipped': 'How much faster it is where the costs of this machine choose how each row is computed.',
};

export const wordGroups: readonly WordGroup[] = [
  { name: 'terms', title: 'Words of the subject, and of parkade', words: terms },
  { name: 'run', title: 'The table of a run (simulate, show, measure, resume, append)', words: run },
  { name: 'events', title: 'The table of events (--events, --certify)', words: events },
  { name: 'explain', title: 'The table of parkade explain', words: explain },
  { name: 'park', title: 'The table of parkade park', words: park },
  { name: 'basins', title: 'The table of parkade basins', words: basins },
  { name: 'density', title: 'The tables of parkade density and parkade density branches', words: density },
  { name: 'equilibria', title: 'The table of parkade equilibria', words: equilibria },
  { name: 'check', title: 'What parkade check says, and its page', words: check },
  { name: 'spectra', title: 'The table of parkade spectra', words: spectra },
  { name: 'tune', title: 'The table of parkade tune', words: tune },
];
