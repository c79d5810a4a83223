import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { ParkadeError } from '../src/core/errors.ts';
import { specParameters } from '../src/run/keys.ts';
import { prepareRun } from '../src/run/prepare.ts';
import { run } from '../src/run/run.ts';
import { documentedParameters, type RunSpec, specJsonSchema } from '../src/run/spec.ts';

const specs: RunSpec[] = [
  { beta: 16, tokens: 20, until: 2 },
  { beta: 3, tokens: 9, dimension: 4, seed: 2 ** 40, until: 1, value: { gaussian: 3 }, mask: 'full', saveAt: [0.5, 1] },
  {
    beta: 9,
    initial: [
      [3, 4],
      [0, 1],
      [1, -1],
    ],
    until: 1,
    integrator: 'rk4',
    dt: 0.1,
    observe: ['energy'],
  },
  { beta: 9, initial: [0, 1, 2.5], saveAt: 'log:0.1:2:5', rtol: 1e-6 },
  { beta: 4, initial: 'equispaced', jitter: 0.1, tokens: 12, until: 1, normalization: 'count' },
  {
    beta: 4,
    initial: 'von-mises-fisher',
    directions: [[1, 0]],
    dynamics: 'frozen-centers',
    centers: [[0, 1]],
    until: 1,
  },
];

describe('a run', () => {
  test.each(specs)('%j gives the same bits again, and again from its resolved specification', async (spec) => {
    const first = await run(spec);
    expect(first.trajectory.status).toBe('completed');
    for (const again of [await run(spec), await run(JSON.parse(JSON.stringify(first.spec)))]) {
      expect(again.trajectory.xs).toEqual(first.trajectory.xs);
      expect(again.trajectory.statistics).toEqual(first.trajectory.statistics);
      expect(again.measurements).toEqual(first.measurements);
      expect(again.spec).toEqual(first.spec);
    }
  });

  test('another seed gives other tokens', async () => {
    const [a, b] = [prepareRun({ beta: 1, until: 1, seed: 1 }), prepareRun({ beta: 1, until: 1, seed: 2 })];
    expect(a.problem.initial).not.toEqual(b.problem.initial);
  });

  test('starts from its first tokens whatever their number', () => {
    const initial = (tokens: number) => prepareRun({ beta: 1, until: 1, tokens }).problem.initial;
    expect(initial(50).slice(0, 20)).toEqual(initial(10));
  });

  test('left alone has 200 tokens on the circle, 101 saved times, and lengths in units of β^{−1/2}', () => {
    const { spec, problem } = prepareRun({ beta: 64, until: 10 });
    expect(problem.shape).toEqual({ n: 200, d: 2 });
    expect(spec.saveAt).toHaveLength(101);
    expect(spec).toMatchObject({ delta: 0.5, threshold: 0.125, radius: [0.125], seed: 1, integrator: 'auto' });
    expect(prepareRun({ beta: 0, until: 1 }).spec).toMatchObject({ delta: Math.PI / 2, threshold: 0.5, radius: [0.5] });
  });
});

describe('a mistake is told in a sentence with the key in it', () => {
  const given = (spec: unknown) => () => prepareRun(spec as RunSpec);

  test.each([
    [{ until: 1 }, /"beta" should be .* but is missing/],
    [{ beta: -1, until: 1 }, /"beta" should be a finite number ≥ 0, but came as -1/],
    [{ beta: 1 }, /"until" should be a finite time from 1e-270 to 1e300, but is missing/],
    [{ beta: 1, until: 1e-300 }, /"until" should be .* from 1e-270 to 1e300, but came as 1e-300/],
    [{ beta: 1, saveAt: [0, 1e-300] }, /"until" should be .* came as 1e-300/],
    [{ beta: 1, until: 1, dt: 1e-300 }, /"dt" should be a finite number > 0, at least 1e-280, but came as 1e-300/],
    [{ beta: 1, until: 1, space: 'euclidean' }, /"space" is no key .* it follows from dynamics: .* Drop it/],
    [{ beta: 1, until: 0 }, /"until"/],
    [{ beta: 1, until: 1, tokns: 3 }, /"tokns" is no key.*did you mean "tokens"/],
    [{ beta: 1, until: 1, jitter: 0.1 }, /"jitter" should come only with initial equispaced/],
    [{ beta: 1, until: 1, centers: [[1, 0]] }, /"centers" should come only with dynamics frozen-centers/],
    [{ beta: 1, until: 1, dynamics: 'frozen-centers' }, /"centers" should be a list of directions/],
    [{ beta: 1, until: 1, integrator: 'rk4' }, /"dt" should be .* for rk4/],
    [{ beta: 1, until: 1, integrator: 'euler', dt: 0.1, rtol: 1e-3 }, /euler makes no error estimate/],
    [{ beta: 1, until: 1, dt: 0.1, rtol: 1e-3 }, /"dt" fixes the step/],
    [{ beta: 1, until: 1, rtol: 0, atol: 0 }, /"rtol" and "atol" should not both be 0/],
    [{ beta: 1, until: 1, delta: 4 }, /"delta" should be a separation strictly between 0 and π/],
    [{ beta: 1, until: 1, radius: [0.1, -1] }, /"radius"/],
    [{ beta: 1, until: 1, saveAt: [0, 2] }, /"saveAt" should end by "until" = 1/],
    [{ beta: 1, saveAt: [2, 1] }, /"saveAt"/],
    [{ beta: 1, until: 1, seed: 0.5 }, /"seed"/],
    [{ beta: 1, until: 1, initial: 'uniforn' }, /"initial" should be one of uniform/],
    [{ beta: 1, until: 1, observe: 'enrgy' }, /"observe"/],
    [{ beta: 1, until: 1, value: [1, 2, 3] }, /"value" should be a 2×2 matrix/],
    [[1, 2], /should be a mapping/],
    [null, /should be a mapping/],
  ])('%j', (spec, sentence) => {
    expect(given(spec)).toThrow(ParkadeError);
    expect(given(spec)).toThrow(sentence);
  });
});

test('the JSON Schema knows every key', () => {
  const schema = specJsonSchema() as { properties: object; additionalProperties: boolean };
  expect(Object.keys(schema.properties).sort()).toEqual(Object.keys(specParameters).sort());
  expect(schema.additionalProperties).toBe(false);
  expect(JSON.parse(JSON.stringify(schema))).toEqual(schema);
});

test('the JSON Schema is what zod makes of the declarations, but for words and notes', () => {
  const own = ['expects', 'symbol', 'placeholder', 'file', 'document', 'stack', 'insteadOfNegative', 'callable'];
  const schema = z.toJSONSchema(z.strictObject(documentedParameters()).meta({ title: 'parkade run specification' }), {
    io: 'input',
    unrepresentable: 'any',
    override({ jsonSchema }) {
      for (const note of own) delete (jsonSchema as Record<string, unknown>)[note];
    },
  });
  expect(specJsonSchema()).toEqual(JSON.parse(JSON.stringify(schema)));
});
