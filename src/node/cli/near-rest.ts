/** Tokens that may be near a rest, from what a command is given: a run, a specification, a link, a file of tokens. */
import { invalid } from '../../core/errors.ts';
import { inFull } from '../../core/number-text.ts';
import { type Recording, shapeAt, tokensAt } from '../../core/recording.ts';
import type { State } from '../../core/state.ts';
import { type Equation, resolveEquation } from '../../dynamics/equation.ts';
import { holdsTokens } from '../../formats/recorded-arrays.ts';
import { readLink } from '../../link/index.ts';
import { type PreparedRun, prepareRun, type ResolvedSpec } from '../../run/prepare.ts';
import type { RunSpec } from '../../run/spec.ts';
import { planOf } from '../../simulation/edits.ts';
import type { Problem } from '../../simulation/problem.ts';
import { beginningOf, type Trajectory } from '../../simulation/trajectory.ts';
import { flagOf } from '../process/flag-of.ts';
import type { Progress } from '../process/progress.ts';
import { gatherSpec, withFlags } from '../store/inputs.ts';
import { isLink } from '../store/links.ts';
import { isFile, readRecordedTokens } from '../store/recorded-tokens.ts';
import { readRunFolder } from '../store/run-folder.ts';
import { executeWithProgress } from '../work/execute.ts';

export interface NearRest {
  /** The folder or file that was given; null for a specification by flags alone. */
  readonly from: string | null;
  readonly equation: Equation;
  /** [n, d]. */
  readonly x: State;
  /** When the equation is looked at: where the tokens were. */
  readonly at: number;
  readonly spec: ResolvedSpec;
  /** What captions of pictures tell. */
  readonly described: ReturnType<typeof beginningOf> & { readonly delta: number; readonly seed?: number };
  readonly remarks: readonly string[];
}

type Flags = Readonly<Record<string, unknown>>;

/** Null where a run was stopped. */
export async function tokensNearRest(
  given: string | undefined,
  flags: Flags,
  progress: Progress,
  threads: number | undefined,
): Promise<NearRest | null> {
  if (given !== undefined && !isLink(given) && given !== '-') {
    if (!isFile(given)) return ofRun(given, flags);
    if (holdsTokens(given)) return ofFile(given, flags);
  }
  const spec = given !== undefined && isLink(given) ? withFlags(readLink(given).spec, flags) : gatherSpec(given, flags);
  return ofSpec(given ?? null, spec, progress, threads);
}

async function ofRun(folder: string, flags: Flags): Promise<NearRest> {
  const [key] = Object.keys(flags);
  const { prepared, trajectory } = await readRunFolder(folder);
  if (key !== undefined) {
    throw invalid(
      flagOf(key),
      'come with a specification',
      `"${folder}" is a run, which has one of its own`,
      'drop it',
    );
  }
  return atEnd(folder, prepared, trajectory);
}

async function ofFile(file: string, flags: Flags): Promise<NearRest> {
  const { beta, until: _, saveAt: __, ...others } = withFlags({}, flags);
  const recording: Recording = await readRecordedTokens(file, beta);
  const last = recording.ts.length - 1;
  const x = tokensAt(recording, last);
  const { d } = shapeAt(recording, last);
  const initial = Array.from({ length: x.length / d }, (_, k) => [...x.subarray(k * d, k * d + d)]);
  const prepared = prepareRun({
    ...others,
    ...(recording.beta !== undefined && { beta: recording.beta }),
    initial,
    until: 1,
  } as RunSpec);
  return near(file, prepared, prepared.problem.initial, 0, [...prepared.notes]);
}

async function ofSpec(
  from: string | null,
  spec: RunSpec,
  progress: Progress,
  threads: number | undefined,
): Promise<NearRest | null> {
  if (spec.until === undefined && spec.saveAt === undefined) {
    const prepared = prepareRun({ ...spec, until: 1 });
    return near(from, prepared, prepared.problem.initial, 0, [
      ...prepared.notes,
      'No run was made, since neither --until nor --save-at was given: these are the tokens that it would begin with.',
    ]);
  }
  const prepared = prepareRun({ ...spec, observe: [] });
  refuseFrozen(prepared.problem);
  const { result } = await executeWithProgress(prepared, progress, threads);
  if (result.trajectory.status === 'aborted') return null;
  return atEnd(from, prepared, result.trajectory);
}

/** Where a run ended, with the tokens that are there then. */
function atEnd(from: string | null, prepared: PreparedRun, trajectory: Trajectory): NearRest {
  const { last, ts, status, statistics, problem } = trajectory;
  refuseFrozen(problem);
  const stored = tokensAt(trajectory, ts.length - 1);
  const n = planOf(problem)?.pieces.at(-1)?.n ?? problem.shape.n;
  const x = last === null ? stored : last.slice(0, n * problem.shape.d);
  const at = last === null ? ts[ts.length - 1] : statistics.reached;
  const early = status === 'completed' ? [] : [`The run ended early, at t = ${inFull(at)}.`];
  return near(from, prepared, x, at, [...prepared.notes, ...early]);
}

function near(from: string | null, prepared: PreparedRun, x: State, at: number, notes: readonly string[]): NearRest {
  const { problem, spec } = prepared;
  refuseFrozen(problem);
  const { d } = problem.shape;
  const whole = resolveEquation(problem.dynamics, { n: x.length / d, d });
  const { pieces } = whole;
  const equation = pieces ? pieces.equation(pieces.indexAt(at)) : whole;
  const noisy = problem.noise ? ['Noise is left out: this is a rest of the equation without it.'] : [];
  const layered = pieces
    ? [`Of the layers, the one at t = ${inFull(at)} is looked at, as if it went on for ever.`]
    : [];
  const { seed } = spec;
  const described = { ...beginningOf(problem), delta: spec.delta, ...(seed !== undefined && { seed }) };
  return { from, equation, x, at, spec, described, remarks: [...notes, ...noisy, ...layered] };
}

/** Tokens that are held fast rest for another reason than their equation. */
function refuseFrozen(problem: Problem): void {
  const frozen = planOf(problem)?.pieces.at(-1)?.frozen ?? [];
  if (frozen.length === 0) return;
  throw invalid(
    'edits',
    'leave no token frozen at the end, since a rest is one of the equation',
    `token ${frozen[0]} is`,
    'release it, or take --dynamics frozen-centers',
  );
}
