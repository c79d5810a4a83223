/** Every mistake is told in a sentence, and in its parts beside it: one builder puts them together. */
import { describe, expect, test } from 'vitest';
import { separationLimit } from '../../src/analysis/renyi-centers.ts';
import { invalid, type Mistake, mistake, ParkadeError, quoted, unreadable } from '../../src/core/errors.ts';
import { resolveMatrix } from '../../src/dynamics/matrix-spec.ts';
import { figureRegistry } from '../../src/figures/index.ts';
import { readCsv } from '../../src/formats/csv.ts';
import { run } from '../../src/index.ts';
import { initialRegistry } from '../../src/initial/index.ts';
import { oneOf } from '../../src/node/cli/context.ts';
import { planOf } from '../../src/node/cli/parking-plan.ts';
import { fileProblem } from '../../src/node/process/file-problem.ts';
import { readRunRecord } from '../../src/node/store/run-folder.ts';
import { pointRows } from '../../src/numerics/points.ts';
import { hemisphereProbability } from '../../src/theory/hemisphere.ts';
import { sourceFiles, withoutComments } from '../support/sources.ts';

const short = { beta: 1, tokens: 3, until: 1 } as const;
const flat = await run(short);

const mistakes: [room: string, attempt: () => unknown, key: string, subject?: string][] = [
  ['analysis', () => separationLimit(4), 'delta'],
  ['backends', () => run({ ...short, backend: 'reference', field: 'local' }), 'field', '"field" local'],
  ['dynamics', () => resolveMatrix([1, 2, 3], 2, 'value', 0 as never), 'value'],
  ['figures', () => figureRegistry.sphere.make(flat), 'figure', 'Figure "sphere"'],
  ['formats', () => readCsv(new TextEncoder().encode('1,2\n3,x'), 'rows.csv'), 'rows.csv'],
  [
    'initial',
    () => initialRegistry['von-mises-fisher'].sample({ concentration: 1 } as never, { n: 2, d: 2 }, 1),
    'directions',
  ],
  ['numerics', () => pointRows([Float64Array.of(1, 0), Float64Array.of(0, NaN)], 'initial'), 'initial'],
  ['theory', () => hemisphereProbability(2.5, 2), 'n'],
  ['node/cli, a flag', () => oneOf('--theme', 'lihgt', ['light', 'dark']), '--theme'],
  ['node/cli, parking', () => planOf({ delta: 4 }), 'delta'],
  ['node/process', () => Promise.reject(fileProblem('x.svg', 'be written', new Error('no room'))), 'x.svg'],
  ['node/store', () => readRunRecord('no-such-folder'), 'no-such-folder'],
];

async function caught(attempt: () => unknown): Promise<ParkadeError> {
  try {
    await attempt();
  } catch (error) {
    expect(error).toBeInstanceOf(ParkadeError);
    return error as ParkadeError;
  }
  throw new Error('nothing was refused');
}

describe('the parts of a mistake make its sentence', () => {
  test.each(mistakes)('%s', async (_, attempt, key, subject = `"${key}"`) => {
    const error = await caught(attempt);
    const { expected, came, advice } = error as Mistake;
    expect(error.key).toBe(key);
    for (const part of [expected, came, advice]) expect(part).toMatch(/^[^;]{4,}[^.;]$/);
    expect(error.message).toBe(
      `${subject} should ${expected}, but ${came}; ${advice}${advice.endsWith('?') ? '' : '.'}`,
    );
  });

  test('of a layer too, after its number', () => {
    const spec = { ...short, dynamics: 'layers', layers: [{}, { value: [1, 2, 3] }] } as const;
    return expect(run(spec as never)).rejects.toMatchObject({
      message: expect.stringMatching(/^In layer 1 \(from 0\): "value" should be a 2×2 matrix/),
      ...{ key: 'value', came: 'came as a diagonal of 3' },
      advice: 'give 2 rows of 2 numbers, or a diagonal of 2',
    });
  });
});

describe('the builder', () => {
  const parts = { key: 'beta', expected: 'be a number', came: 'came as "x"', advice: 'give one' };

  test('has a sentence, a code, the parts, and the cause where there is one', () => {
    const cause = new Error('of old');
    expect({ ...invalid('beta', 'be a number', 'came as "x"', 'give one') }).toEqual({
      ...{ name: 'ParkadeError', code: 'InvalidParameter' },
      ...parts,
    });
    const error = unreadable('a.npy', 'be an array', 'is none', 'save it again', cause);
    expect(error).toMatchObject({ code: 'FileProblem', key: 'a.npy', cause });
    expect(error.message).toBe('"a.npy" should be an array, but is none; save it again.');
    expect('cause' in mistake('InvalidInput', parts)).toBe(false);
  });

  test('ends in a question where the advice is one, and begins with its subject where there is one', () => {
    const told = { ...parts, subject: 'Figure "circle"', advice: 'did you mean "sphere"?' };
    expect(mistake('InvalidParameter', told).message).toBe(
      'Figure "circle" should be a number, but came as "x"; did you mean "sphere"?',
    );
    expect('subject' in mistake('InvalidParameter', told)).toBe(false);
  });

  test('shows functions by their names', () => {
    expect([
      quoted(separationLimit),
      quoted(
        (
          () => () =>
            1
        )(),
      ),
    ]).toEqual(['the function separationLimit', 'the function () => …']);
  });
});

/** Text with brackets in it, so deep. */
const within = (depth: number): string => (depth === 0 ? '[^()]*' : `(?:[^()]|\\(${within(depth - 1)}\\))*`);
const CALL = new RegExp(`new ParkadeError\\(${within(6)}\\)`, 'g');
/** The parts of the sentence, beside it. */
const PARTS = /(?<!\$)\{\s*(?:key\b|\.\.\.parts(?:Of)?\b)|,\s+parts(?:Of\(\w+\))?,?\s*\)$/;

function sentencesWithoutParts(text: string): string[] {
  return (withoutComments(text).match(CALL) ?? []).filter((call) => !PARTS.test(call));
}

describe('no source tells a mistake without its parts', () => {
  test.each(sourceFiles())('$path', ({ text }) => {
    expect(sentencesWithoutParts(text)).toEqual([]);
  });

  test('one would be seen', () => {
    for (const call of [
      "(code, 'a sentence')",
      "(\n  'InvalidParameter',\n  told(f(g(h()))),\n)",
      '(code, text, { cause })',
    ])
      expect(sentencesWithoutParts(`throw new ParkadeError${call};`)).toHaveLength(1);
    for (const call of ['(code, text, { key, came })', "(code, f(x), {\n  key: 'a',\n  came,\n})"])
      expect(sentencesWithoutParts(`throw new ParkadeError${call};`)).toEqual([]);
  });

  test('every call is seen', () => {
    const written = sourceFiles().flatMap(({ text }) => withoutComments(text).match(/new ParkadeError\(/g) ?? []);
    const read = sourceFiles().flatMap(({ text }) => withoutComments(text).match(CALL) ?? []);
    expect(read).toHaveLength(written.length);
  });
});
