/** Unit costs from timings, simulated: exact ones give the costs back, busy machines are seen, and no noise leaves the bounds. */
import { describe, expect, test } from 'vitest';
import { type Costs, shippedCosts } from '../../src/backends/wasm/costs.ts';
import { costNames, fitCosts, MOST_OFF, MOST_UNLIKE, predicted, unreasonable } from '../../src/node/work/fit-costs.ts';
import { type Gain, overall, probes, whyNotKept } from '../../src/node/work/tune.ts';
import { random } from '../../src/numerics/random.ts';

const all = probes();
const source = random(7, 0);

/** Another machine: twice as slow, and its parts unlike by up to a factor of two. */
const machine = Object.fromEntries(
  costNames.map((name, i) => [name, shippedCosts[name] * (name === 'cellPair' ? 1 : 2) * (i % 3 === 0 ? 1.5 : 0.8)]),
) as unknown as Costs;

const timesOf = (costs: Costs, noise: (i: number) => number) =>
  all.map((probe, i) => predicted(probe, costs) * noise(i));

/** Uniform on (0, 1), the same in every run of the tests. */
function uniform(i: number): number {
  const row = new Float64Array(2);
  source.uniforms(i, 0, row);
  return row[0];
}

test('exact timings of another machine give its costs', () => {
  const { costs, worst } = fitCosts(
    all,
    timesOf(machine, () => 1),
  );
  expect(worst.factor).toBeLessThan(1.02);
  // localRow and circleRow are a small part of any field; the others come back.
  for (const name of costNames) expect(costs[name] / machine[name]).toBeGreaterThan(name.endsWith('Row') ? 0.5 : 0.85);
  for (const name of costNames) expect(costs[name] / machine[name]).toBeLessThan(name.endsWith('Row') ? 2 : 1.15);
});

test('the shipped costs explain timings made of them, whatever the speed', () => {
  for (const speed of [0.2, 1, 7]) {
    const fit = fitCosts(
      all,
      timesOf(shippedCosts, () => speed),
    );
    expect(fit.speed).toBeCloseTo(speed, 6);
    expect(fit.worst.factor).toBeLessThan(1.001);
    expect(unreasonable(fit.costs)).toBeNull();
  }
});

test('timings that err by ten per cent give costs that explain them', () => {
  const fit = fitCosts(
    all,
    timesOf(machine, (i) => 1 + 0.1 * uniform(i)),
  );
  expect(fit.worst.factor).toBeLessThan(1.15);
});

describe('a busy machine', () => {
  test.each(all.map(({ name }, i) => ({ name, i })))('slow by five while it timed "$name"', ({ i }) => {
    const fit = fitCosts(
      all,
      timesOf(machine, (j) => (j === i ? 5 : 1)),
    );
    // Either the costs show it, or the fit, and no cost leaves its bounds.
    expect(unreasonable(fit.costs)).toBeNull();
    expect(fit.worst.factor).toBeGreaterThan(1.4);
  });

  test('slow by one to twenty at random: refused, and every cost within its bounds', () => {
    for (let seed = 0; seed < 20; seed++) {
      const fit = fitCosts(
        all,
        timesOf(machine, (i) => 1 + 19 * uniform(100 * seed + i) ** 3),
      );
      for (const name of costNames.filter((name) => name !== 'cellPair')) {
        const ratio = fit.costs[name] / (fit.speed * shippedCosts[name]);
        expect(ratio).toBeGreaterThan(0.999 / MOST_UNLIKE);
        expect(ratio).toBeLessThan(1.001 * MOST_UNLIKE);
      }
      expect(whyNotKept({ ...fit, gains: [gain(2)] }, MOST_OFF)).toMatch(
        /do not explain their own measurements: ".+" is off by a factor of/,
      );
    }
  });
});

const gain = (faster: number): Gain => ({ name: `a field ${faster}`, same: false, faster });
const explained = { name: 'direct', factor: 1.1 };

describe('costs are kept only where they make runs faster', () => {
  test.each([
    [[1.3, 1, 1.1], null],
    [[1, 1, 1], /would not get faster/],
    [[1.5, 1.2, 0.8], /A field would get slower: "a field 0.8" would take 1.25 times as long/],
  ] as const)('gains %o', (gains, says) => {
    const why = whyNotKept({ worst: explained, gains: gains.map(gain) }, MOST_OFF);
    if (says === null) expect(why).toBeNull();
    else expect(why).toMatch(says);
  });

  test('the mean is geometric: twice as fast here and half there is nothing', () => {
    expect(overall([gain(2), gain(0.5)])).toBeCloseTo(1, 12);
  });
});

test('a file with 0.001 ns where 300 are shipped is refused', () => {
  expect(unreasonable({ ...shippedCosts, localRow: 0.001 })).toBe('localRow = 0.001');
  expect(unreasonable({ ...shippedCosts, sphereMode: Number.NaN })).toMatch(/sphereMode/);
  expect(unreasonable(shippedCosts)).toBeNull();
  expect(unreasonable({})).toBeNull();
});
