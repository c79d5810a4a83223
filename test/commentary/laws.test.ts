/** What holds of every prediction and every sentence, whatever the equation, the mask and the dimension. */
import { describe, expect, test } from 'vitest';
import {
  compare,
  describe as describeView,
  explain,
  measuredFor,
  oneLine,
  predictionsFor,
} from '../../src/commentary/index.ts';
import { dynamicsRegistry } from '../../src/dynamics/index.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { lookedAt } from '../support/looked-at.ts';

const common = { tokens: 24, until: 3, saveAt: [0, 0.5, 1, 3], rtol: 1e-5 } as const;
const settings: readonly RunSpec[] = [
  { ...common, beta: 9 },
  { ...common, beta: 0 },
  { ...common, beta: 4, tokens: 1 },
  { ...common, beta: 9, tokens: 2 },
  { ...common, beta: 9, mask: 'full' },
  { ...common, beta: 4, mask: 'full', normalization: 'count' },
  { ...common, beta: 9, dimension: 3 },
  { ...common, beta: 4, dimension: 7, value: [1, 0.6, 0.5, 0.4, 0.3, 0.2, -1] },
  { ...common, beta: 4, value: -1 },
  {
    ...common,
    beta: 4,
    value: [
      [0, -1],
      [1, 0],
    ],
  },
  {
    ...common,
    beta: 4,
    dimension: 3,
    value: [
      [1, 1, 0],
      [0, 1, 0],
      [0, 0, 0.5],
    ],
  },
  {
    ...common,
    beta: 4,
    value: [
      [0, 0],
      [0, 0],
    ],
  },
  { ...common, beta: 4, dimension: 3, query: { gaussian: 1 }, key: { gaussian: 2 }, value: { gaussian: 3 } },
  { ...common, beta: 9, initial: 'equispaced', jitter: 0.01 },
  { ...common, beta: 9, initial: 'von-mises-fisher', directions: [[1, 0]], concentration: 5 },
  {
    ...common,
    beta: 9,
    initial: 'von-mises-fisher',
    directions: [
      [1, 0],
      [0, 1],
    ],
    concentration: 5,
  },
  { beta: 4, initial: [0, 1, 2, 2.5], until: 1 },
  {
    beta: 4,
    initial: [
      [1, 0, 0],
      [-1, 0, 0],
    ],
    until: 1,
  },
  {
    beta: 4,
    initial: [
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
    ],
    mask: 'full',
    until: 1,
  },
  { tokens: 20, beta: 1, mask: 'full', kappa: 4, dt: 0.125, until: 2 },
  { ...common, beta: 9, delta: 2.5 },
  ...Object.keys(dynamicsRegistry).flatMap((dynamics): RunSpec[] => {
    const own =
      dynamics === 'frozen-centers'
        ? {
            centers: [
              [1, 0],
              [-1, 0],
            ],
          }
        : dynamics === 'kinetic-decay'
          ? { decay: 1 }
          : {};
    return (['causal', 'full'] as const).map(
      (mask) =>
        ({
          ...{ tokens: 12, until: 1, saveAt: [0, 1], beta: 2, mask, dynamics },
          ...own,
        }) as RunSpec,
    );
  }),
];

const text = (spec: RunSpec) => JSON.stringify(spec).slice(0, 100);
/** A sentence, or two. */
const SENTENCE = /^[A-Zx⟨−].*[.]$/s;
const NONSENSE = /NaN|undefined|null|Infinity|\[object/;

describe.each(settings.map((spec) => [text(spec), spec] as const))('%s', (_, spec) => {
  test('predictions are plain data and say something; comparisons give reasons', async () => {
    const view = await lookedAt(spec);
    const predictions = predictionsFor(view.prepared);
    expect(structuredClone(predictions)).toEqual(predictions);
    expect(predictionsFor(view.prepared)).toBe(predictions); // made once
    expect(new Set(predictions.map(({ id }) => id)).size).toBe(predictions.length);
    for (const prediction of predictions) {
      const { id, says, source, hypotheses, valid, claim } = prediction;
      expect(says, id).toMatch(SENTENCE);
      expect(`${says} ${source} ${JSON.stringify(hypotheses)}`, id).not.toMatch(NONSENSE);
      if (claim !== null) expect(Number.isFinite(claim.value), id).toBe(true);
      expect(valid, id).toBe(
        hypotheses.some(({ holds }) => holds === false)
          ? false
          : hypotheses.every(({ holds }) => holds === true) || 'unknown',
      );
      for (let index = 0; index < view.recording.ts.length; index += 3) {
        const comparison = compare(prediction, { ...view, index });
        expect(structuredClone(comparison)).toEqual(comparison);
        expect(`${comparison.why} ${comparison.measured.says}`, id).not.toMatch(NONSENSE);
        expect(comparison.why, id).toMatch(SENTENCE);
        // A theorem that holds is never refuted by a run, and one whose hypotheses fail claims nothing.
        expect(comparison.verdict, `${id}: ${comparison.why}`).not.toBe('differs');
        if (valid === false || claim === null) expect(comparison.verdict, id).toBe('no claim');
        expect(measuredFor(id, { ...view, index }).says, id).toMatch(SENTENCE);
      }
    }
  });

  test('three to six sentences, a description of at most 400 signs, one line', async () => {
    const view = await lookedAt(spec);
    for (let index = 0; index < view.recording.ts.length; index += 1) {
      for (const known of [view, { ...view, prepared: undefined }]) {
        const sentences = explain({ ...known, index });
        expect(sentences.length).toBeGreaterThanOrEqual(3);
        expect(sentences.length).toBeLessThanOrEqual(6);
        expect(structuredClone(sentences)).toEqual(sentences);
        for (const { says, source, numbers } of sentences) {
          expect(says).toMatch(SENTENCE);
          expect(source).not.toBe('');
          expect(says).not.toMatch(NONSENSE);
          expect(Object.values(numbers).every((number) => !Number.isNaN(number))).toBe(true);
        }
        const description = describeView({ ...known, index });
        expect([...description].length).toBeLessThanOrEqual(400);
        expect(description).not.toMatch(NONSENSE);
        expect(oneLine({ ...known, index })).toMatch(/^At t = [^.]*(\.\d[^.]*)*\.$/);
      }
    }
  });
});
