/** parkade explain: sentences about one time of a run, and predictions beside what is measured. */
import {
  type Comparison,
  compare,
  describe,
  explain,
  oneLine,
  type Prediction,
  predictionsFor,
  type View,
} from '../../../commentary/index.ts';
import { invalid } from '../../../core/errors.ts';
import { brief } from '../../../core/number-text.ts';
import { hasTokens } from '../../../core/recording.ts';
import type { Table } from '../../../report/run.ts';
import { wordOfLine } from '../../store/inputs.ts';
import { isFile } from '../../store/recorded-tokens.ts';
import { readRunFolder } from '../../store/run-folder.ts';
import { measurementsOf } from '../../store/stored-measurements.ts';
import { fileToMeasure } from '../../work/measured-file.ts';
import { makeAgain, memberOf } from '../../work/members.ts';
import { type ExitCode, ownBeta, print, printJson, printTable, printText } from '../context.ts';
import { startProgress } from '../terminal.ts';

export interface ExplainOptions {
  readonly time?: number;
  /** Which of the runs in the folder of a preset, from 1. */
  readonly run?: number;
  /** Of a file of tokens, as it was typed. */
  readonly beta?: string;
  readonly json: boolean;
}

/** What is explained, but for the time; and what is said of how it was found. */
interface Explained extends Omit<View, 'index'> {
  readonly remarks: readonly string[];
}

interface Compared {
  readonly prediction: Prediction;
  readonly comparison: Comparison;
}

export async function explainCommand(path: string, options: ExplainOptions): Promise<ExitCode> {
  const { remarks, ...found } = isFile(path) ? await fromFile(path, options) : await fromRun(path, options);
  const { ts } = found.recording;
  if (!hasTokens(found.recording)) throw noTokens(path);
  const index = options.time === undefined ? ts.length - 1 : nearestTime(ts, options.time);
  const view: View = { ...found, index };
  const compared = found.prepared
    ? predictionsFor(found.prepared).map((prediction) => ({ prediction, comparison: compare(prediction, view) }))
    : [];
  if (options.json) printJson(documentOf(path, view, compared));
  else tell(view, compared, [...nearestRemark(options.time, ts[index]), ...remarks]);
  return 0;
}

async function fromFile(path: string, { beta, run }: ExplainOptions): Promise<Explained> {
  if (run !== undefined) throw invalid('--run', 'come with the folder of a preset', 'a file came', 'drop it');
  const { recording, lengths } = await fileToMeasure(
    path,
    beta === undefined ? {} : { beta: wordOfLine(beta) as number },
  );
  return { recording, lengths, remarks: [] };
}

async function fromRun(path: string, { beta, run, json }: ExplainOptions): Promise<Explained> {
  const member = memberOf(path, run);
  if (member) {
    const { result, remark } = await makeAgain(member, startProgress('explain', json));
    const { trajectory: recording, measurements } = result;
    const { prepared } = member;
    return { recording, measurements, prepared, lengths: prepared.measurement, remarks: [remark] };
  }
  const stored = await readRunFolder(path);
  const { trajectory, prepared, manifest } = stored;
  if (beta !== undefined) throw ownBeta(path, manifest.spec.beta);
  const { measurements, remarks } = measurementsOf(stored);
  return { recording: trajectory, measurements, prepared, lengths: prepared.measurement, remarks };
}

function noTokens(path: string) {
  return invalid(path, 'hold the tokens at one saved time at least', 'holds none', 'make the run again');
}

function nearestTime(ts: Float64Array, wanted: number): number {
  let best = 0;
  ts.forEach((t, i) => {
    if (Math.abs(t - wanted) < Math.abs(ts[best] - wanted)) best = i;
  });
  return best;
}

function nearestRemark(wanted: number | undefined, taken: number): string[] {
  if (wanted === undefined || wanted === taken) return [];
  return [`The saved time nearest to ${brief(wanted)} is t = ${brief(taken)}.`];
}

function tell(view: View, compared: readonly Compared[], remarks: readonly string[]): void {
  printText(...explain(view).map(({ says, source }) => `${says} [${source}]`), '', describe(view));
  if (compared.length > 0) {
    print('');
    printTable(tableOf(compared));
  }
  if (remarks.length > 0) printText('', ...remarks);
}

function tableOf(compared: readonly Compared[]): Table {
  return {
    columns: ['what', 'predicted', 'measured', 'verdict', 'source', 'hypotheses that fail'],
    rows: compared.map(({ prediction, comparison }) => [
      prediction.title,
      claimWords(prediction, comparison),
      comparison.measured.value === null ? '–' : withUnit(comparison.measured.value, prediction.unit),
      comparison.verdict,
      prediction.source,
      prediction.hypotheses
        .filter(({ holds }) => holds !== true)
        .map(({ says, holds }) => (holds === false ? says : `${says} (not known)`))
        .join('; ') || '–',
    ]),
  };
}

function withUnit(value: number, unit: string): string {
  return unit === '' ? brief(value) : `${brief(value)} ${unit}`;
}

function claimWords({ claim, unit, valid }: Prediction, { expected }: Comparison): string {
  if (claim === null || valid === false) return '–';
  switch (claim.form) {
    case 'number':
      return claim.standardDeviation === null
        ? withUnit(claim.value, unit)
        : `${brief(claim.value)} ± ${Number(claim.standardDeviation.toPrecision(2))}`;
    case 'path':
      return withUnit(expected ?? claim.value, unit);
    case 'at most':
      return `≤ ${withUnit(claim.value, unit)}`;
    case 'limit':
      return `→ ${withUnit(claim.value, unit)}`;
    default:
      return claim satisfies never;
  }
}

function documentOf(path: string, view: View, compared: readonly Compared[]) {
  return {
    run: path,
    time: view.recording.ts[view.index],
    says: oneLine(view),
    description: describe(view),
    sentences: explain(view),
    predictions: compared.map(({ prediction, comparison: { id: _, ...comparison } }) => ({
      ...prediction,
      comparison,
    })),
  };
}
