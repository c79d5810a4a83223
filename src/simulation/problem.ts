/** What is to be solved: an equation, initial tokens, a time span. */
import type { Edit } from '../core/edit.ts';
import { invalid, quoted } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { parsedParameters } from '../core/parameter.ts';
import type { Noise, Shape, State } from '../core/state.ts';
import { type Equation, resolveEquation } from '../dynamics/equation.ts';
import { type Dynamics, dynamicsRegistry, spaceOf } from '../dynamics/index.ts';
import { checkEdits, withoutFirstEdits } from './edits.ts';

export interface Problem {
  readonly shape: Shape;
  readonly dynamics: Dynamics;
  /** [n, d], unit rows on the sphere. */
  readonly initial: State;
  readonly tSpan: readonly [number, number];
  /** None by default. */
  readonly noise?: Noise | undefined;
  /**
   * What is done to tokens on the way, in the order of time. `makeProblem` does what is to be done at the beginning,
   * but for tokens that are frozen from there on, so the initial tokens are those that the run begins with.
   */
  readonly edits?: readonly Edit[] | undefined;
}

/**
 * A problem, checked: its parts are what they should be and fit together; parameters that were left out have their
 * defaults.
 *
 * @example makeProblem({ shape: { n: 2, d: 2 }, dynamics: { kind: 'attention', parameters }, initial:
 *   Float64Array.of(1, 0, 0, 1), tSpan: [0, 5] })
 * @throws ParkadeError InvalidParameter
 */
export function makeProblem(given: Problem): Problem {
  if (resolved.has(given)) return given;
  const expected = 'be an object with shape, dynamics, initial and tSpan';
  if (typeof given !== 'object' || given === null)
    throw invalid('problem', expected, `came as ${quoted(given)}`, 'prepareRun(spec).problem is one');
  checkShape(given.shape);
  checkInitial(given.initial, given.shape);
  checkSpan(given.tSpan);
  const problem = withEdits(withDynamics(given));
  equationOf(problem);
  return problem;
}

function checkShape(shape: Shape): void {
  const { n, d } = shape ?? {};
  if (Number.isInteger(n) && Number.isInteger(d) && n >= 1 && d >= 2) return;
  throw invalid('shape', 'be { n, d } with whole numbers n ≥ 1 and d ≥ 2', `came as ${quoted(shape)}`, 'change it');
}

function checkInitial(initial: State, { n, d }: Shape): void {
  if (!(initial instanceof Float64Array)) {
    throw invalid('initial', 'be a Float64Array', `came as ${quoted(initial)}`, 'write Float64Array.from(rows.flat())');
  }
  if (initial.length !== n * d) {
    const advice = `pass a row of ${d} numbers for each of the ${n} tokens`;
    throw invalid('initial', `hold n·d = ${n * d} numbers`, `${initial.length} came`, advice);
  }
  const wrong = initial.findIndex((entry) => !Number.isFinite(entry));
  if (wrong < 0) return;
  const came = `entry ${wrong}, of token ${Math.floor(wrong / d)} (from 0), is ${quoted(initial[wrong])}`;
  throw invalid('initial', 'hold finite numbers', came, 'mend that token');
}

function checkSpan(tSpan: Problem['tSpan']): void {
  if (!Array.isArray(tSpan) || tSpan.length !== 2 || !Number.isFinite(tSpan[0]))
    throw invalid('tSpan', 'be two times, [from, until]', `came as ${quoted(tSpan)}`, 'change it');
  const [t0, t1] = tSpan;
  if (t1 > t0 && Number.isFinite(t1 - t0)) return;
  throw invalid('until', `be a finite time after the start ${t0}`, `came as ${quoted(t1)}`, 'give a larger time');
}

/** The same object where nothing was left out. */
function withDynamics(problem: Problem): Problem {
  const { kind, parameters } = problem.dynamics ?? {};
  if (typeof kind !== 'string' || !Object.hasOwn(dynamicsRegistry, kind)) {
    const names = Object.keys(dynamicsRegistry);
    const guess = typeof kind === 'string' ? nearest(kind, names) : undefined;
    const advice = guess === undefined ? 'choose one of them' : `did you mean "${guess}"?`;
    throw invalid('dynamics', `have as its kind one of ${names.join(', ')}`, `came with ${quoted(kind)}`, advice);
  }
  if (typeof parameters !== 'object' || parameters === null) {
    const came = `came with ${quoted(parameters)}`;
    throw invalid('dynamics', 'have an object of parameters', came, 'write { kind, parameters: { beta: 4 } }, say');
  }
  const whole = parsedParameters(dynamicsRegistry[kind].parameters, parameters);
  return whole === parameters ? problem : { ...problem, dynamics: { kind, parameters: whole } as unknown as Dynamics };
}

/** The same object where edits were checked before, or there are none. */
function withEdits(problem: Problem): Problem {
  if (problem.edits === undefined) return problem;
  const { edits } = checkEdits(problem.edits, problem, spaceOf(problem.dynamics));
  return withoutFirstEdits(edits === problem.edits ? problem : { ...problem, edits });
}

const resolved = new WeakMap<Problem, Equation>();

/**
 * The equation of a problem, its matrices read and its shapes checked: once, however often it is asked for. It goes
 * with the object, not with copies of it, which may have other tokens.
 *
 * @throws ParkadeError InvalidParameter where parameters and shape do not fit together
 */
export function equationOf(problem: Problem): Equation {
  const known = resolved.get(problem);
  if (known) return known;
  const equation = resolveEquation(problem.dynamics, problem.shape);
  resolved.set(problem, equation);
  return equation;
}
