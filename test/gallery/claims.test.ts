/** What the gallery says of its runs is so: every sentence, and each thing to try where it can be measured. */
import { expect, test } from 'vitest';
import { resolveMatrix } from '../../src/dynamics/matrix-spec.ts';
import { gallery } from '../../src/gallery/index.ts';
import {
  clusters,
  geodesicDistance,
  linkageClusters,
  meanCosine,
  type RunResult,
  type RunSpec,
  renyiCenters,
  run,
  strongRenyiCenters,
  tokensAt,
} from '../../src/index.ts';
import { streams } from '../../src/numerics/random.ts';
import { retrievalScore } from '../../src/theory/kinetic.ts';
import { spectrumOf } from '../../src/theory/leading-eigenvalue.ts';

const states = gallery.flatMap((group) => group.states);
const tested = new Set<string>();

/** The run of a state, changed by what is tried, at these times or at its end. */
async function runOf(id: string, change: Partial<RunSpec> = {}): Promise<RunResult> {
  tested.add(id);
  const { spec } = states.find((state) => state.id === id)!;
  const result = await run({ saveAt: [0, change.until ?? spec.until!], ...spec, ...change });
  expect(result.trajectory.status).toBe('completed');
  return result;
}

const endOf = ({ trajectory }: RunResult) => tokensAt(trajectory, trajectory.ts.length - 1);
const clustersOf = (result: RunResult) => clusters(endOf(result), result.trajectory.shape, result.spec.threshold).count;
/** Of the first two tokens in the end. */
function cosine(result: RunResult): number {
  const x = endOf(result);
  return Math.cos(geodesicDistance(x, 0, x, result.trajectory.shape.d, result.trajectory.shape.d));
}
const collapseOf = ({ events }: RunResult) => events?.list.find(({ kind }) => kind === 'collapse')?.t;
/** All cosines of pairs. */
function cosines(x: Float64Array, n: number, d: number): number[] {
  const at = (k: number) => x.subarray(k * d, (k + 1) * d);
  const length = (k: number) => Math.hypot(...at(k));
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: i }, (_, j) => at(i).reduce((sum, e, c) => sum + e * at(j)[c], 0) / (length(i) * length(j))),
  ).flat();
}
const spread = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

test('figure-2: tokens gather around the few that came first', async () => {
  const result = await runOf('figure-2');
  const { trajectory, measurements, spec } = result;
  const { labels } = clusters(endOf(result), trajectory.shape, spec.threshold);
  const leaders = [...new Set(labels)].map((label) => labels.indexOf(label));
  expect(Math.max(...leaders)).toBeLessThan(30);
  expect(measurements.capture?.radii[0].renyiMoving[1]).toBeGreaterThan(0.95);
});

test('figure-1: two opposite points, and with negative eigenvalues nothing gathers', async () => {
  const result = await runOf('figure-1');
  const all = cosines(endOf(result), 32, 3);
  expect(clustersOf(result)).toBe(2);
  for (const value of all) expect(Math.abs(Math.abs(value) - 1)).toBeLessThan(1e-3);
  expect(Math.min(...all)).toBeLessThan(-0.99);
  expect(clustersOf(await runOf('figure-1', { value: [-1, -2, -3], until: 100 }))).toBeGreaterThan(5);
});

test('collapse: every token ends where x₁ began; β = 16 takes far longer', async () => {
  const result = await runOf('collapse');
  const { initial } = result.trajectory;
  for (let k = 0; k < 60; k++) expect(geodesicDistance(endOf(result), 2 * k, initial, 0, 2)).toBeLessThan(1e-3);
  const later = collapseOf(await runOf('collapse', { beta: 16, until: 1e15 }));
  expect(later).toBeGreaterThan(1e3 * collapseOf(result)!);
});

test('merge-tree: clusters stand for powers of ten before two merge', async () => {
  const { events } = await runOf('merge-tree');
  const mergers = events!.list.filter(({ kind }) => kind === 'merger').map(({ t }) => t);
  const waits = mergers.slice(1).map((t, i) => Math.log10(t / mergers[i]));
  expect(Math.max(...waits)).toBeGreaterThan(5);
  expect(mergers[mergers.length - 1]).toBeGreaterThan(1e40);
});

test('lemma-5-1: strong centers have hardly stirred when all are gathered; a smaller δ has more, which move at once', async () => {
  const { measurements, trajectory, spec } = await runOf('lemma-5-1', { saveAt: 'log:1:1e8:33' });
  const gathered = measurements.capture!.radii[0].renyiMoving.indexOf(1);
  expect(trajectory.ts[gathered]).toBeLessThan(1e3);
  expect(measurements.capture!.strongShift[gathered]).toBeLessThan(spec.delta / 50);
  const more = await runOf('lemma-5-1', { delta: 0.25, until: 10 });
  expect(more.measurements.centers!.strong.length).toBeGreaterThan(measurements.centers!.strong.length);
  expect(more.measurements.capture!.strongShift[1]).toBeGreaterThan(0.25);
});

test('next-token-basins: one more token joins one of the clusters, and changes no other', async () => {
  const result = await runOf('next-token-basins');
  const more = await runOf('next-token-basins', { tokens: 201 });
  expect(clustersOf(more)).toBe(clustersOf(result));
  for (let k = 0; k < 200; k++)
    expect(geodesicDistance(endOf(more), 2 * k, endOf(result), 2 * k, 2)).toBeLessThan(1e-5);
});

test('staircase: mergers take ever longer, the energy never falls; under a causal mask x₁ stays', async () => {
  const { events, measurements } = await runOf('staircase', { saveAt: 'log:1e-2:5000:200' });
  const mergers = events!.list.filter(({ kind }) => kind === 'merger').map(({ t }) => t);
  expect(mergers.length).toBeGreaterThanOrEqual(3);
  const waits = mergers.map((t, i) => t - (mergers[i - 1] ?? 0));
  for (const [i, wait] of waits.entries()) if (i > 0) expect(wait).toBeGreaterThan(waits[i - 1]);
  const energy = [...measurements.energy!];
  for (const [i, value] of energy.entries()) if (i > 0) expect(value - energy[i - 1]).toBeGreaterThan(-1e-10);
  const causal = await runOf('staircase', { mask: 'causal', until: 50 });
  expect(geodesicDistance(endOf(causal), 0, causal.trajectory.initial, 0, 2)).toBe(0);
});

test('three-clusters: at β = 16 there are more', async () => {
  const [few, many] = [await runOf('three-clusters'), await runOf('three-clusters', { beta: 16 })];
  expect(clustersOf(few)).toBe(3);
  expect(clustersOf(many)).toBeGreaterThan(clustersOf(few));
});

test('atlas: two clouds around ±ξ that do not rest; with the signs turned they gather', async () => {
  const result = await runOf('atlas');
  const x = endOf(result);
  const along = Array.from({ length: 32 }, (_, k) => x[3 * k]);
  expect(along.filter((value) => Math.abs(value) > Math.SQRT1_2).length).toBeGreaterThan(28);
  expect(Math.max(...along)).toBeGreaterThan(0.7);
  expect(Math.min(...along)).toBeLessThan(-0.7);
  const later = await runOf('atlas', { until: 110 });
  const moved = Array.from({ length: 32 }, (_, k) => geodesicDistance(x, 3 * k, endOf(later), 3 * k, 3));
  expect(Math.max(...moved)).toBeGreaterThan(0.05);
  expect(clustersOf(await runOf('atlas', { value: [1, 2, 3] }))).toBeLessThanOrEqual(2);
});

test('row-3-counterexample: neither together nor opposite, from nearly half of all starts', async () => {
  expect(cosine(await runOf('row-3-counterexample'))).toBeCloseTo(-0.941159, 5);
  let off = 0;
  for (let seed = 1; seed <= 100; seed++)
    if (Math.abs(cosine(await runOf('row-3-counterexample', { seed, observe: 'none', rtol: 1e-6, atol: 1e-8 }))) < 0.99)
      off++;
  expect(off).toBeGreaterThan(32);
  expect(off).toBeLessThan(60);
});

test('row-3-threshold: opposite at β = 0.6 > ½ ln 2, together at 0.3 from wherever they begin', async () => {
  expect(cosine(await runOf('row-3-threshold'))).toBeLessThan(-0.999);
  for (let seed = 1; seed <= 24; seed++)
    expect(cosine(await runOf('row-3-threshold', { seed, beta: 0.3, until: 2000, observe: 'none' }))).toBeGreaterThan(
      0.999,
    );
});

test('row-3-map: an angle that is neither 0 nor π; at K = diag(3, 3) the same start ends opposite', async () => {
  expect(cosine(await runOf('row-3-map'))).toBeCloseTo(-0.737668, 4);
  expect(cosine(await runOf('row-3-map', { key: [3, 3], until: 200 }))).toBeLessThan(-0.999);
});

test('value-spectra: λ_max is real, positive and simple, and tokens end at two points; other V have a complex one', async () => {
  const result = await runOf('value-spectra');
  expect(clustersOf(result)).toBe(2);
  for (const value of cosines(endOf(result), 32, 16)) expect(Math.abs(Math.abs(value) - 1)).toBeLessThan(1e-3);
  const kinds = [1, 2, 3, 4, 5, 6].map((gaussian) => {
    return spectrumOf(resolveMatrix({ gaussian }, 16, 'value', streams.value), 16)!.leading;
  });
  expect(kinds[0]).toMatchObject({ kind: 'real', sign: 1, multiplicity: 1 });
  expect(kinds.some(({ kind }) => kind === 'complex')).toBe(true);
});

test('equiangular: all cosines are one at all times; under a causal mask they come apart', async () => {
  const { trajectory } = await runOf('equiangular', { saveAt: [0.5, 1, 2, 4, 15] });
  for (let i = 0; i < 5; i++) expect(spread(cosines(tokensAt(trajectory, i), 8, 8))).toBeLessThan(1e-6);
  const causal = await runOf('equiangular', { mask: 'causal', until: 10 });
  expect(spread(cosines(endOf(causal), 8, 8))).toBeGreaterThan(0.1);
});

test('rescaled-polytope: a few places in the end, of forty', async () => {
  const result = await runOf('rescaled-polytope');
  const z = endOf(result);
  const places = new Set(Array.from({ length: 40 }, (_, k) => `${z[2 * k].toFixed(1)} ${z[2 * k + 1].toFixed(1)}`));
  expect(places.size).toBeLessThanOrEqual(12);
});

test('normalization: with Pre-LN 1 − cosine falls like a power of time, with Post-LN exponentially', async () => {
  const gaps = async (scheme: 'pre' | 'post') => {
    const { trajectory } = await runOf('normalization', { scheme, saveAt: [8, 16, 25, 50] });
    return [0, 1, 2, 3].map((i) => 1 - mean(cosines(tokensAt(trajectory, i), 16, 16)));
  };
  const pre = await gaps('pre');
  // A power: from t to 2t the same factor, wherever t is; t^−2 in the long run.
  expect(pre[2] / pre[3]).toBeGreaterThan(2.5);
  expect(pre[2] / pre[3]).toBeLessThan(6);
  const post = await gaps('post');
  expect(post[0] / post[1]).toBeGreaterThan(1e4);
});
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test('u-shape: by theory the first and the latest are remembered best, and with a larger decay not the first', async () => {
  await runOf('u-shape');
  const { spec } = states.find(({ id }) => id === 'u-shape')!;
  const score = (source: number, lambda: number) =>
    retrievalScore(spec.until!, source, { beta: spec.beta, lambda, codewords: 8 });
  const [first, middle, last] = [0.005, 0.35, 0.99].map((source) => score(source, spec.decay!));
  expect(first).toBeGreaterThan(middle);
  expect(last).toBeGreaterThan(middle);
  expect(score(0.05, 5)).toBeLessThan(score(0.99, 5));
  expect(score(0.05, 5) / score(0.99, 5)).toBeLessThan(score(0.05, 1) / score(0.99, 1));
});

test('phase-diagram: cosines begin near 0 and rise together; on the circle clusters form on the way', async () => {
  const { trajectory } = await runOf('phase-diagram', { saveAt: 'lin:0:30:121' });
  const at = (i: number) => cosines(tokensAt(trajectory, i), 32, 128);
  expect(mean(at(0).map(Math.abs))).toBeLessThan(0.1);
  const half = Array.from({ length: 121 }, (_, i) => i).find((i) => mean(at(i)) > 0.5)!;
  const middle = at(half);
  expect(Math.sqrt(mean(middle.map((value) => (value - mean(middle)) ** 2)))).toBeLessThan(0.1);
  expect(meanCosine(tokensAt(trajectory, 120), trajectory.shape)).toBeGreaterThan(0.99);
  const flat = await runOf('phase-diagram', { dimension: 2, saveAt: 'lin:0:30:121', threshold: 0.1 });
  const counts = Array.from(
    { length: 121 },
    (_, i) => linkageClusters(tokensAt(flat.trajectory, i), { n: 32, d: 2 }, 0.1).count,
  );
  expect(counts.some((count, i) => count > 1 && count <= 3 && i > 0)).toBe(true);
});

test('capture-table: centers soon have nearly all, strong ones fewer; at β = 16 there are fewer centers', async () => {
  const { measurements, trajectory, spec } = await runOf('capture-table', { saveAt: [0, 20, 40] });
  const { renyiMoving, strongMoving } = measurements.capture!.radii[0];
  expect(renyiMoving[1]).toBeGreaterThan(0.9);
  expect(strongMoving[1]).toBeLessThan(renyiMoving[1]);
  const { initial, shape } = trajectory;
  expect(renyiCenters(initial, shape, 1).length).toBeLessThan(renyiCenters(initial, shape, spec.delta).length);
});

test('figure-3: single runs stray far from one another', async () => {
  const shares: number[][] = [];
  for (const seed of [12, 13, 14]) {
    const { measurements } = await runOf('figure-3', { seed, saveAt: [0, 20, 150], events: false });
    shares.push([...measurements.capture!.radii[0].renyiMoving]);
  }
  expect(Math.max(...[1, 2].map((i) => spread(shares.map((share) => share[i]))))).toBeGreaterThan(0.1);
});

test('capture-share: hardly one has come at t = 1, most at t = 20; of fewer tokens more at t = 3', async () => {
  const saveAt = [0, 1, 3, 20];
  const share = async (change: Partial<RunSpec>) => {
    const { measurements } = await runOf('capture-share', { ...change, saveAt });
    return measurements.capture!.radii[0].renyiMoving;
  };
  const many = await share({});
  expect(many[1] - many[0]).toBeLessThan(0.03);
  expect(many[3]).toBeGreaterThan(0.9);
  expect((await share({ tokens: 100 }))[2]).toBeGreaterThan(many[2] + 0.1);
});

test('cluster-count: at β = 8 less than half as many clusters as at 32, and hardly fewer than at t = 20', async () => {
  const counts = async (change: Partial<RunSpec>) =>
    (await runOf('cluster-count', { ...change, saveAt: [20, 60] })).measurements.clusters!.count;
  const [early, late] = await counts({});
  expect(late).toBeGreaterThan(0.6 * early);
  expect((await counts({ beta: 8 }))[1]).toBeLessThan(late / 2);
});

test('collapse-law: at twice the β the logarithm of the time about doubles', async () => {
  const first = Math.log(collapseOf(await runOf('collapse-law'))!);
  const second = Math.log(collapseOf(await runOf('collapse-law', { beta: 16, until: 1e16 }))!);
  expect(second / first).toBeGreaterThan(1.8);
  expect(second / first).toBeLessThan(2.2);
});

test('effective-dimension: the tokens lie on the circle, and with the identity for V there are twice as many clusters', async () => {
  const drawn = await runOf('effective-dimension');
  const x = endOf(drawn);
  for (let k = 0; k < 640; k++) expect(Math.abs(x[3 * k + 2])).toBeLessThan(1e-3);
  expect(clustersOf(drawn)).toBeLessThanOrEqual((2 * Math.PI) / (2 / Math.sqrt(32)));
  expect(clustersOf(await runOf('effective-dimension', { value: 'identity' }))).toBeGreaterThanOrEqual(
    2 * clustersOf(drawn),
  );
});

test('leaders: strong centers have clusters to themselves at t = 100, five of seven at t = 10,000; seed 6', async () => {
  const alone = async (change: Partial<RunSpec>, until: number) => {
    const result = await runOf('leaders', { ...change, saveAt: [0, until], until });
    const { initial, shape } = result.trajectory;
    const { labels } = clusters(endOf(result), shape, result.spec.threshold);
    const strong = strongRenyiCenters(initial, shape, result.spec.delta);
    const own = strong.filter((k) => strong.filter((j) => labels[j] === labels[k]).length === 1);
    return [strong.length, own.length];
  };
  expect(await alone({}, 100)).toEqual([7, 7]);
  expect(await alone({}, 1e4)).toEqual([7, 5]);
  const [strong, own] = await alone({ seed: 6 }, 1e4);
  expect(strong - own).toBe(2);
});

test('causal-phase-diagram: half of the pairs have met at t = 17; under the full mask all at t = 7', async () => {
  const met = (result: RunResult, i: number) => {
    const all = cosines(tokensAt(result.trajectory, i), 32, 128);
    return all.filter((cosine) => cosine > 0.999).length / all.length;
  };
  const causal = await runOf('causal-phase-diagram', { saveAt: [16, 17], until: 17 });
  expect(met(causal, 0)).toBeLessThan(0.5);
  expect(met(causal, 1)).toBeGreaterThan(0.5);
  const full = await runOf('causal-phase-diagram', { mask: 'full', saveAt: [5, 7], until: 7 });
  expect(met(full, 1)).toBe(1);
  const spreadOf = (values: readonly number[]) => spread([...values]);
  expect(spreadOf(cosines(tokensAt(full.trajectory, 0), 32, 128))).toBeLessThan(0.35);
});

test('all of them were looked at', () => {
  expect([...tested].sort()).toEqual(states.map(({ id }) => id).sort());
});
