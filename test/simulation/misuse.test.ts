/** Plain JavaScript that misuses the library gets a sentence, and never a TypeError from within. */
import { describe, expect, test } from 'vitest';
import { integratorRegistry, makeProblem, ParkadeError, prepareRun, simulate } from '../../src/index.ts';

const { problem, method } = prepareRun({ beta: 4, tokens: 3, until: 1 });
const options = { saveAt: [1] };

function mistakeOf(work: () => unknown): ParkadeError {
  try {
    work();
  } catch (error) {
    if (error instanceof ParkadeError) return error;
    throw error;
  }
  throw new Error('was taken');
}

/** A sentence with its four parts. */
function expectSentence({ message, key, expected, came, advice }: ParkadeError, key_: string, pattern: RegExp): void {
  expect(message).toMatch(pattern);
  expect(key).toBe(key_);
  for (const part of [expected, came, advice]) expect(message).toContain(part);
}

describe('makeProblem', () => {
  const { dynamics, initial } = problem;
  test.each([
    ['nothing', undefined, 'problem', /be an object with shape, dynamics, initial and tSpan, but came as nothing/],
    ['a number', 5, 'problem', /but came as 5/],
    ['an empty object', {}, 'shape', /be \{ n, d \} with whole numbers.*came as nothing/],
    ['half a token', { ...problem, shape: { n: 1.5, d: 2 } }, 'shape', /came as \{"n":1.5,"d":2\}/],
    ['a list of rows', { ...problem, initial: [[1, 0]] }, 'initial', /be a Float64Array, but came as \[\[1,0\]\]/],
    ['too few numbers', { ...problem, initial: initial.slice(2) }, 'initial', /hold n·d = 6 numbers, but 4 came/],
    ['a NaN', { ...problem, initial: initial.with(3, Number.NaN) }, 'initial', /entry 3, of token 1 .* is NaN/],
    ['no time span', { ...problem, tSpan: undefined }, 'tSpan', /two times, \[from, until\], but came as nothing/],
    ['a time span that ends before', { ...problem, tSpan: [1, 1] }, 'until', /after the start 1, but came as 1/],
    ['no equation', { ...problem, dynamics: undefined }, 'dynamics', /have as its kind one of attention/],
    ['an unknown equation', { ...problem, dynamics: { kind: 'atention' } }, 'dynamics', /did you mean "attention"\?/],
    ['a key of Object', { ...problem, dynamics: { kind: 'constructor' } }, 'dynamics', /came with "constructor"/],
    ['no parameters', { ...problem, dynamics: { kind: 'attention' } }, 'dynamics', /have an object of parameters/],
    [
      'no β',
      { ...problem, dynamics: { ...dynamics, parameters: {} } },
      'beta',
      /be a finite number ≥ 0, but is missing/,
    ],
    [
      'a parameter that is none',
      { ...problem, dynamics: { ...dynamics, parameters: { beta: 1, querry: 2 } } },
      'querry',
      /did you mean "query"\?/,
    ],
  ])('of %s', (_, given, key, pattern) => {
    expectSentence(
      mistakeOf(() => makeProblem(given as never)),
      key,
      pattern,
    );
  });

  test('fills in what was left out, and gives the same problem when asked again', () => {
    const made = makeProblem({ ...problem, dynamics: { kind: 'attention', parameters: { beta: 4 } } as never });
    expect(made).toEqual(problem);
    expect(makeProblem(made)).toBe(made);
  });
});

describe('simulate', () => {
  const { dopri5, rk4 } = integratorRegistry;
  test.each([
    ['without a problem', [undefined, method, options], 'problem', /came as nothing/],
    ['without a method', [problem, undefined, options], 'method', /the kind "fixed", with dt/],
    ['with a name for a method', [problem, 'dopri5', options], 'method', /the kind "fixed", with dt/],
    [
      'with a name for an integrator',
      [problem, { ...method, integrator: 'rk4' }, options],
      'method',
      /came with "rk4"/,
    ],
    ['without dt', [problem, { kind: 'fixed', integrator: rk4 }, options], 'dt', /be a finite number > 0/],
    ['without a tolerance', [problem, { kind: 'adaptive', integrator: dopri5 }, options], 'method', /have a tolerance/],
    ['without options', [problem, method, undefined], 'options', /saveAt, a list of times, but came as nothing/],
    ['without times', [problem, method, {}], 'options', /but came as \{\}/],
    ['with an unknown backend', [problem, method, { ...options, backend: 'gpu' }], 'backend', /be one of auto, wasm/],
    ['with a time beyond the end', [problem, method, { saveAt: [2] }], 'saveAt', /from 0 to 1, the end of the run/],
  ])('%s', async (_, given, key, pattern) => {
    const error = await simulate(...(given as Parameters<typeof simulate>)).catch((caught: unknown) => caught);
    expect(error).toBeInstanceOf(ParkadeError);
    expectSentence(error as ParkadeError, key, pattern);
  });
});
