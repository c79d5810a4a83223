/** parkade density: the density of infinitely many tokens, in time. */
import type { AttentionOfMany, DensityCourse, DensityProblem } from '../../../density/index.ts';
import { densityAt, densityCourse, energyOf, heightsOf, strengths, wholeDensity } from '../../../density/index.ts';
import { densityRemarks, densityTable } from '../../../report/density.ts';
import { brief } from '../../../report/run.ts';
import { spansDecades } from '../../../run/times.ts';
import { version } from '../../process/version.ts';
import { readFiles } from '../../store/inputs.ts';
import { beginResultFolder, writeFigure, writeJson } from '../../store/result-folder.ts';
import { watched } from '../../work/execute.ts';
import { type ExitCode, print, printJson, printTable, printText, stopped } from '../context.ts';
import { lawOf, problemOf } from '../density-plan.ts';
import { startProgress } from '../terminal.ts';

export interface DensityOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly rows: number;
}

export async function densityCommand(
  flags: Readonly<Record<string, unknown>>,
  { out, force, json, rows }: DensityOptions,
): Promise<ExitCode> {
  lawOf(flags);
  const given = readFiles(flags, process.cwd());
  const problem = problemOf(given);
  const rtol = given.rtol === undefined ? {} : { rtol: Number(given.rtol) };
  const draft = out === undefined ? null : beginResultFolder(out, force);
  try {
    const end = problem.times[problem.times.length - 1];
    const progress = startProgress('density', json);
    const { value: course, seconds } = await watched(progress, 1, ({ signal, breathe }) =>
      densityCourse(problem, {
        ...rtol,
        signal,
        onProgress: (t, degree) =>
          breathe(
            () => t / end,
            () => `t = ${brief(t)} of ${brief(end)}, ${degree} degrees`,
          ),
      }),
    );
    if (course.status === 'aborted' || course.states.length === 0) {
      return stopped('Stopped: nothing was written.', json);
    }
    const record = draft || json ? recordOf(problem, course, seconds) : null;
    if (draft) {
      const { densityFigure } = await import('../../../figures/density/density-figure.ts');
      writeJson(draft, 'density.json', record);
      const logTime = spansDecades(problem.times);
      await writeFigure(draft, densityFigure(course, { subtitle: settingInWords(problem), logTime }));
      draft.commit();
    }
    if (json) printJson({ folder: out ?? null, ...record });
    else {
      print(settingInWords(problem), '');
      printTable(densityTable(course, problem.attention, rows));
      printText('', ...densityRemarks(course, problem.attention, problem.start.turn === 0));
      print(whereSaved(out, seconds));
    }
    return course.status === 'completed' ? 0 : 1;
  } finally {
    draft?.discard();
  }
}

function whereSaved(out: string | undefined, seconds: number): string {
  return out === undefined
    ? `${seconds.toFixed(1)} s. Nothing was saved: give --out FOLDER to keep the harmonics and the figure.`
    : `${seconds.toFixed(1)} s. Saved in ${out}: density.json, figure.svg, figure.png.`;
}

/** SA on the circle, β = 4, κ = 5. */
export function settingInWords({ d, attention, mask }: Pick<DensityProblem, 'd' | 'attention' | 'mask'>): string {
  return `${equationInWords(attention, mask)} of infinitely many tokens on ${d === 2 ? 'the circle' : 'the sphere S²'}, ${numbersInWords(attention)}`;
}

function equationInWords({ normalization }: AttentionOfMany, mask: 'full' | 'causal'): string {
  if (normalization === 'count') return mask === 'full' ? 'USA' : 'Causal attention, weights divided by n,';
  return mask === 'full' ? 'SA' : 'CSA';
}

function numbersInWords({ beta, value, kappa }: AttentionOfMany): string {
  const noise = kappa < Infinity ? `, noise √(2/κ) with κ = ${brief(kappa)}` : ', without noise';
  return `β = ${brief(beta)}${value === 1 ? '' : `, V = ${brief(value)}`}${noise}`;
}

function recordOf(problem: DensityProblem, { states, status, reached }: DensityCourse, seconds: number) {
  const { attention, start, mask, d } = problem;
  const last = states[states.length - 1];
  const causal = last.positions !== null;
  return {
    format: 'parkade-density',
    formatVersion: 1,
    parkade: version,
    problem: {
      ...{ d, mask, ...attention, law: start.law, concentration: start.concentration, modes: start.modes },
      ...{ turn: start.turn, directions: start.directions.map((row) => [...row]) },
    },
    ...{ status, reached, seconds, space: last.space.kind },
    states: states.map((state) => {
      const whole = wholeDensity(state);
      const { highest, lowest, peaks } = heightsOf(state.space, whole);
      return {
        ...{ t: state.t, degree: state.space.degree, highest, lowest, peaks },
        energy: causal ? null : energyOf(state.space, whole, attention),
        strengths: [...strengths(state.space, whole)],
        coefficients: [...whole],
        ...(state.positions && {
          positions: [...state.positions.nodes].map((sigma) => ({ sigma, coefficients: [...densityAt(state, sigma)] })),
        }),
      };
    }),
  };
}
