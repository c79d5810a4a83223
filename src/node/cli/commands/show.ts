/** parkade show: the table of a stored run, ensemble or experiment. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurements } from '../../../analysis/index.ts';
import { counted } from '../../../core/counted.ts';
import { describeRun, runRemarks } from '../../../report/run.ts';
import type { RunEvents } from '../../../run/events.ts';
import type { Trajectory } from '../../../simulation/trajectory.ts';
import { type EnsembleRecord, readEnsembleRecord } from '../../store/ensemble-folder.ts';
import { type ExperimentRecord, readExperimentRecord } from '../../store/experiment-folder.ts';
import { type RunRecord, readEvents, readRunFolder, readRunRecord, trajectoryOf } from '../../store/run-folder.ts';
import { measurementsOf, readMeasurements } from '../../store/stored-measurements.ts';
import { type Member, makeAgain, memberOf } from '../../work/members.ts';
import {
  afterRun,
  type ExitCode,
  printEvents,
  printJson,
  printNext,
  printRunTable,
  printTable,
  printText,
} from '../context.ts';
import { startProgress } from '../terminal.ts';

export interface ShowOptions {
  readonly rows: number;
  /** Which of the runs in the folder of a preset, from 1. */
  readonly run?: number;
  readonly json: boolean;
}

export async function showCommand(folder: string, { rows, run, json }: ShowOptions): Promise<ExitCode> {
  const member = run === undefined ? null : memberOf(folder, run);
  if (member) return showAgain(member, rows, json);
  const ensemble = readEnsembleRecord(folder);
  if (ensemble) return showReport(ensemble, counted(ensemble.runs.length, 'run'), json);
  const experiment = readExperimentRecord(folder);
  if (experiment) return showReport(experiment, 'parts whose values are in values.json', json);
  const { record, trajectory, measurements, events, remarks } = await readForTable(folder);
  const { manifest, prepared } = record;
  if (json) {
    printJson({ ...manifest, measurements, ...(events && { events }) });
    return 0;
  }
  const { notes, measuringSeconds } = manifest;
  const result = { spec: prepared.spec, trajectory, measurements, events, notes, measuringSeconds };
  printText(describeRun(result), '');
  printRunTable(result, rows);
  if (events) printEvents(events, rows);
  printText('', ...runRemarks(result, manifest.seconds));
  printText(
    `This run was made ${manifest.created} by parkade ${manifest.parkade}${manifest.commit ? ` (${manifest.commit})` : ''}, Node ${manifest.node}; trajectory SHA-256 ${manifest.trajectory.sha256}.`,
    ...remarks,
  );
  const [, ...next] = afterRun(folder, manifest);
  if (next.length > 0) printNext(...next);
  return 0;
}

/** Bytes of a trajectory up to which its numbers are compared with the record: a tenth of a second. */
const COMPARED = 8_000_000;

interface ForTable {
  readonly record: RunRecord;
  readonly trajectory: Trajectory;
  readonly measurements: Measurements;
  readonly events: RunEvents | null;
  readonly remarks: readonly string[];
}

/** What the table of a run needs: the tokens only where they are few, or their measurements are not there. */
async function readForTable(folder: string): Promise<ForTable> {
  const record = readRunRecord(folder);
  const { file, sha256 } = record.manifest.trajectory;
  const bytes = statSync(join(folder, file), { throwIfNoEntry: false })?.size ?? 0;
  const known = bytes > COMPARED ? readMeasurements(record) : null;
  if (known !== null && typeof known !== 'string') {
    const { times, measurements } = known;
    const trajectory = trajectoryOf(record, { ts: Float64Array.from(times), xs: new Float64Array(0) });
    const large = `The trajectory of ${Math.round(bytes / 1e6)} MB was not compared with its SHA-256; parkade verify does.`;
    return { record, trajectory, measurements, events: readEvents(folder), remarks: [large] };
  }
  const stored = await readRunFolder(folder);
  const { measurements, remarks } = measurementsOf(stored);
  const changed = 'The stored numbers are not those of the record: the trajectory was changed after the run.';
  return {
    ...{ record, trajectory: stored.trajectory, measurements, events: stored.events },
    remarks: stored.sha256 === sha256 ? remarks : [...remarks, changed],
  };
}

/** The table of one run of a preset, which is made again. */
async function showAgain(member: Member, rows: number, json: boolean): Promise<ExitCode> {
  const { result, seconds, identical, remark } = await makeAgain(member, startProgress('show', json));
  const { spec, measurements, events, trajectory } = result;
  if (json) {
    printJson({
      run: member.number,
      spec,
      status: trajectory.status,
      identical,
      measurements,
      ...(events && { events }),
    });
    return 0;
  }
  printText(describeRun(result), '');
  printRunTable(result, rows);
  if (events) printEvents(events, rows);
  printText('', ...runRemarks(result, seconds), remark);
  return 0;
}

function showReport(record: EnsembleRecord | ExperimentRecord, made: string, json: boolean): ExitCode {
  if (json) {
    printJson(record);
    return 0;
  }
  const { preset, report, seconds, created, parkade } = record;
  printText(`${preset}: ${made}, ${seconds.toFixed(1)} s.`, '');
  printTable(report.table);
  printText('', report.says, `Made ${created} by parkade ${parkade}.`);
  return 0;
}
