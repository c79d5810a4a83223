/** parkade density branches: stationary densities followed in κ or β, with their stability. */
import { invalid } from '../../../core/errors.ts';
import { type Along, type Branch, followBranch, noiseThreshold } from '../../../density/index.ts';
import { branchTable } from '../../../report/density.ts';
import { brief } from '../../../report/run.ts';
import { version } from '../../process/version.ts';
import { readFiles } from '../../store/inputs.ts';
import { beginResultFolder, writeFigure, writeJson } from '../../store/result-folder.ts';
import { watched } from '../../work/execute.ts';
import { type ExitCode, print, printJson, printTable, printText, stopped } from '../context.ts';
import { attentionOf, degreesOf, dimensionOf, rangeOf } from '../density-plan.ts';
import { startProgress } from '../terminal.ts';
import { settingInWords } from './density.ts';

export interface BranchesOptions {
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
  readonly points: number;
}

const BETAS = [0, 8] as const;

export async function densityBranches(
  flags: Readonly<Record<string, unknown>>,
  { out, force, json, points }: BranchesOptions,
): Promise<ExitCode> {
  const plan = planOf(readFiles(flags, process.cwd()), points);
  const { along, degrees, specs, d, attention } = plan;
  const draft = out === undefined ? null : beginResultFolder(out, force);
  try {
    const { value } = await watched(startProgress('branches', json), 1, async ({ signal, breathe }) => {
      const found: (Branch | null)[] = [];
      for (const spec of specs) {
        const way = followBranch(spec);
        let step = way.next();
        while (!step.done) {
          const at = step.value;
          await breathe(
            () => (found.length + Math.min(0.99, at / spec.range[1])) / specs.length,
            () => `degree ${spec.degree}, ${along === 'kappa' ? 'κ' : 'β'} = ${brief(at)}`,
          );
          if (signal.aborted) return null;
          step = way.next();
        }
        found.push(step.value);
      }
      return found;
    });
    if (value === null) return stopped('Stopped: nothing was written.', json);
    const branches = value.flatMap((branch) => branch ?? []);
    const there = specs.flatMap(({ degree }, i) => (value[i] === null ? [] : [degree]));
    if (branches.length === 0) throw none(along, degrees);
    const record = recordOf(plan, branches, there);
    const subtitle = settingInWords({ d, attention, mask: 'full' }).replace(
      along === 'kappa' ? ', without noise' : /β = [^,]+, /,
      '',
    );
    if (draft) {
      const { branchesFigure } = await import('../../../figures/density/branches-figure.ts');
      writeJson(draft, 'branches.json', record);
      const says = sentences(branches, there, along).join(' ');
      await writeFigure(draft, branchesFigure(branches, { subtitle, along, degrees: there, d, says }));
      draft.commit();
    }
    if (json) printJson({ folder: out ?? null, ...record });
    else {
      print(subtitle, '');
      printTable(branchTable(branches, there, along));
      printText('', ...sentences(branches, there, along));
      print(
        out === undefined
          ? 'Nothing was saved: give --out FOLDER to keep the branches and the figure.'
          : `Saved in ${out}: branches.json, figure.svg, figure.png.`,
      );
    }
    return branches.every(({ ended }) => ended !== 'unresolved') ? 0 : 1;
  } finally {
    draft?.discard();
  }
}

function none(along: Along, degrees: readonly number[]) {
  const came = `no threshold of degree ${degrees.join(', ')} lies in the range`;
  return invalid(
    along === 'kappa' ? 'beta' : 'range',
    'let a branch leave the uniform density',
    came,
    'give another one',
  );
}

function planOf(given: Readonly<Record<string, unknown>>, points: number) {
  const d = dimensionOf(given);
  const along: Along = given.beta === undefined ? 'beta' : 'kappa';
  if (along === 'beta' && given.kappa === undefined) {
    throw invalid(
      'beta',
      'be given, and branches are followed in κ; or kappa, and they are in β',
      'neither came',
      'give --beta 4',
    );
  }
  if (along === 'kappa' && given.kappa !== undefined) {
    throw invalid('kappa', 'come without beta, since one of the two is followed', 'both came', 'drop one of them');
  }
  const attention = attentionOf({ ...given, beta: given.beta ?? 1 }, d);
  const degrees = degreesOf(given.degrees);
  // On S² a wave of even degree is not its own negative: bands and caps are two branches.
  const begun = degrees.flatMap((degree) => {
    const signs = d === 3 && degree % 2 === 0 ? ([1, -1] as const) : ([1] as const);
    return signs.map((sign) => ({ degree, sign }));
  });
  const specs = begun.map(({ degree, sign }) => {
    const usual = along === 'beta' ? BETAS : ([0, 3 * noiseThreshold(d, attention, degree)] as const);
    return { d, attention, along, degree, sign, range: rangeOf(given.range, usual), points };
  });
  return { d, along, attention, degrees, specs };
}

/** What is to be seen. */
function sentences(branches: readonly Branch[], degrees: readonly number[], along: Along): string[] {
  const name = along === 'kappa' ? 'κ' : 'β';
  const digits = (value: number) => String(Number(value.toPrecision(7)));
  return branches.flatMap(({ threshold, folds, equal, points }, i) => {
    const [first] = points;
    const forward = first && first.attention[along] > threshold;
    const at = `At ${name} = ${digits(threshold)} waves of degree ${degrees[i]} begin to grow on the uniform density.`;
    const fold = folds[0];
    if (!first) return [at];
    if (forward || !fold)
      return [
        at,
        `The new density grows from it continuously, towards ${forward ? 'larger' : 'smaller'} ${name}${first.spectrum.unstable > 0 ? ', unstable at first' : ''}.`,
      ];
    const turned = `The new density goes towards smaller ${name} first, unstable, and turns back at ${name} = ${digits(fold.attention[along])}`;
    if (points.every(({ spectrum }) => spectrum.unstable > 0)) return [at, `${turned}, but stays unstable.`];
    return [
      at,
      `${turned}: from there to the threshold it stands beside the uniform one, and the transition is discontinuous.`,
      ...(equal ? [`Their free energies are equal at ${name} = ${digits(equal.attention[along])}.`] : []),
    ];
  });
}

function recordOf(
  { d, along, attention, specs }: ReturnType<typeof planOf>,
  branches: readonly Branch[],
  degrees: readonly number[],
) {
  const point = ({ attention: at, coefficients, energy, spectrum }: Branch['points'][number]) => ({
    ...{ [along]: at[along], energy, growth: spectrum.growth, unstable: spectrum.unstable },
    coefficients: [...coefficients],
  });
  const { beta, value, normalization, kappa } = attention;
  return {
    format: 'parkade-branches',
    formatVersion: 1,
    parkade: version,
    problem: { d, along, normalization, value, ...(along === 'kappa' ? { beta } : { kappa }), range: specs[0].range },
    branches: branches.map(({ threshold, points, folds, equal, ended }, i) => ({
      ...{ degree: degrees[i], threshold, ended },
      points: points.map(point),
      folds: folds.map(point),
      equalFreeEnergy: equal && point(equal),
    })),
  };
}
