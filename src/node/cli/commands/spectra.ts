/** parkade spectra: the eigenvalues of value matrices from files, and the row of Table 1 that each λ_max leads to. */

import { basename, join } from 'node:path';
import { counted } from '../../../core/counted.ts';
import { invalid, mistake, ParkadeError } from '../../../core/errors.ts';
import { brief, inFull } from '../../../core/number-text.ts';
import { lambdaInWords, spectraFigure, table1InWords } from '../../../figures/index.ts';
import { type NamedMatrix, readMatrices } from '../../../formats/index.ts';
import type { Table } from '../../../report/run.ts';
import { DEFAULT_TOLERANCE, type Spectrum, spectrumOf } from '../../../theory/leading-eigenvalue.ts';
import { fileProblem } from '../../process/file-problem.ts';
import { readBytes } from '../../process/files.ts';
import { commit, version } from '../../process/version.ts';
import { beginResultFolder, writeFigure, writeJson } from '../../store/result-folder.ts';
import { watched } from '../../work/execute.ts';
import { type ExitCode, print, printJson, printTable, printText, stopped } from '../context.ts';
import { startProgress } from '../terminal.ts';

export interface SpectraOptions {
  /** Share of the norm up to which eigenvalues count as equal. */
  readonly tolerance?: number;
  readonly out?: string;
  readonly force: boolean;
  readonly json: boolean;
}

interface Examined extends NamedMatrix {
  readonly file: string;
  /** Null where the iteration did not settle. */
  readonly spectrum: Spectrum | null;
}

export async function spectraCommand(
  files: readonly string[],
  { tolerance = DEFAULT_TOLERANCE, out, force, json }: SpectraOptions,
): Promise<ExitCode> {
  if (!(tolerance >= 0 && tolerance < 1)) {
    throw invalid(
      '--tolerance',
      'be a share of the norm from 0 to below 1',
      `came as ${inFull(tolerance)}`,
      `${brief(DEFAULT_TOLERANCE)} is usual`,
    );
  }
  const given = matricesOf(files);
  const draft = out === undefined ? null : beginResultFolder(out, force);
  try {
    const all = await examine(given, tolerance, json);
    if (all === null) return stopped('Stopped: nothing was written.', json);
    const record = recordOf(all, tolerance);
    if (draft) {
      await writeFigure(draft, figureOf(all));
      writeJson(draft, 'spectra.json', record);
      draft.commit();
    }
    if (json) printJson({ ...(out !== undefined && { folder: out }), ...record });
    else tell(all, tolerance, out);
    return all.some(({ spectrum }) => spectrum === null) ? 1 : 0;
  } finally {
    draft?.discard();
  }
}

function matricesOf(files: readonly string[]): (NamedMatrix & { readonly file: string })[] {
  if (files.length === 0) {
    throw mistake('InvalidInput', {
      key: 'parkade spectra',
      expected: 'come with files of matrices (.npy, .npz, .csv, .json)',
      came: 'none came',
      advice: '"parkade reproduce value-spectra" shows random ones',
    });
  }
  return files.flatMap((file) => {
    const bytes = readBytes(file);
    try {
      return readMatrices(bytes, file).map((matrix) => ({ ...matrix, file }));
    } catch (error) {
      if (error instanceof ParkadeError) throw error;
      throw fileProblem(file, 'be a file of matrices', error);
    }
  });
}

/** Null when Ctrl-C stopped it. */
async function examine(
  given: ReturnType<typeof matricesOf>,
  tolerance: number,
  quiet: boolean,
): Promise<Examined[] | null> {
  const work = given.reduce((sum, { d }) => sum + d ** 3, 0);
  const { value } = await watched(startProgress('spectra', quiet), 1, async ({ signal, breathe }) => {
    let done = 0;
    const all: Examined[] = [];
    for (const matrix of given) {
      all.push({ ...matrix, spectrum: spectrumOf(matrix.entries, matrix.d, tolerance) });
      done += matrix.d ** 3;
      await breathe(
        () => done / work,
        () => `${all.length} of ${given.length} matrices`,
      );
      if (signal.aborted) return null;
    }
    return all;
  });
  return value;
}

/** The file, without its folder, and which of its matrices. */
function titleOf({ file, name }: Examined): string {
  return name === '' ? basename(file) : `${basename(file)} ${name}`;
}

function figureOf(all: readonly Examined[]) {
  return spectraFigure({
    title: 'Spectra of value matrices',
    subtitle: `${counted(all.length, 'matrix', 'matrices')} from ${[...new Set(all.map(({ file }) => basename(file)))].join(', ')}`,
    panels: all.flatMap((examined) =>
      examined.spectrum ? [{ title: titleOf(examined), spectrum: examined.spectrum }] : [],
    ),
  });
}

function recordOf(all: readonly Examined[], tolerance: number) {
  return {
    format: 'parkade-spectra',
    formatVersion: 1,
    parkade: version,
    commit: commit(),
    tolerance,
    matrices: all.map(({ file, name, d, spectrum }) => ({
      file,
      name,
      d,
      ...(spectrum && {
        leading: spectrum.leading,
        table1: table1InWords(spectrum.leading, d),
        re: [...spectrum.re],
        im: [...spectrum.im],
      }),
    })),
  };
}

function tableOf(all: readonly Examined[]): Table {
  return {
    columns: ['matrix', 'd', 'λ_max', 'sign', 'eigenvectors', 'largest |λ|', 'Table 1: in the end', 'status'],
    rows: all.map((examined) => {
      const { d, spectrum } = examined;
      if (spectrum === null) return [titleOf(examined), String(d), 'not found', ...['–', '–', '–', '–', '–']];
      const { leading, re, im } = spectrum;
      const { finalConfiguration, status } = table1InWords(leading, d);
      return [
        titleOf(examined),
        String(d),
        lambdaInWords(leading),
        ['negative', 'zero', 'positive'][leading.sign + 1],
        leading.eigenspace === null ? '–' : String(leading.eigenspace),
        brief(re.reduce((most, value, i) => Math.max(most, Math.hypot(value, im[i])), 0)),
        finalConfiguration,
        status || '–',
      ];
    }),
  };
}

function tell(all: readonly Examined[], tolerance: number, out?: string): void {
  printTable(tableOf(all));
  const found = all.flatMap(({ spectrum }) => (spectrum ? [spectrum.leading] : []));
  const real = found.filter(({ kind }) => kind === 'real').length;
  const negative = found.filter(({ sign }) => sign < 0).length;
  const failed = all.length - found.length;
  const blurred = found.filter((leading) => leading.blurred).length;
  printText(
    '',
    `λ_max is real in ${real} of ${found.length} and has a negative real part in ${negative}; numbers nearer than ${brief(tolerance)} of the norm count as equal.`,
  );
  if (blurred > 0) {
    printText(
      `In ${blurred} of them rounding has parted the eigenvalues of one λ_max, or only brought them so near: these numbers do not decide which of the two rows speaks of it.`,
    );
  }
  if (failed > 0) print(`The eigenvalues of ${failed} of the matrices were not found: the iteration did not settle.`);
  if (out !== undefined)
    printText(`The figure is ${join(out, 'figure.png')} (and .svg), every eigenvalue in spectra.json.`);
}
