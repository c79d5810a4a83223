/** parkade show: the table of a stored run, ensemble or experiment. */
import { counted } from '../../core/counted.ts';
import { describeRun, runRemarks, runTable } from '../../report.ts';
import { measure } from '../../run.ts';
import { type ExitCode, printEvents, printJson, printTable, printText } from '../context.ts';
import { type EnsembleRecord, readEnsembleRecord } from '../ensemble-folder.ts';
import { type ExperimentRecord, readExperimentRecord } from '../experiment-folder.ts';
import { readRunFolder } from '../run-folder.ts';

export interface ShowOptions {
  readonly rows: number;
  readonly json: boolean;
}

export async function showCommand(folder: string, { rows, json }: ShowOptions): Promise<ExitCode> {
  const ensemble = readEnsembleRecord(folder);
  if (ensemble) return showReport(ensemble, counted(ensemble.runs.length, 'run'), json);
  const experiment = readExperimentRecord(folder);
  if (experiment) return showReport(experiment, 'parts whose values are in values.json', json);
  const { manifest, prepared, trajectory, events, sha256 } = await readRunFolder(folder);
  const measurements = measure(trajectory, prepared.spec.observe, prepared.measurement);
  if (json) {
    printJson({ ...manifest, measurements, ...(events && { events }) });
    return 0;
  }
  const result = { spec: prepared.spec, trajectory, measurements, events, notes: manifest.notes };
  printText(describeRun(result), '');
  printTable(runTable(result, rows));
  if (events) printEvents(events, rows);
  printText('', ...runRemarks(result, manifest.seconds));
  printText(
    `Made ${manifest.created} by parkade ${manifest.parkade}${manifest.commit ? ` (${manifest.commit})` : ''}, Node ${manifest.node}; trajectory SHA-256 ${manifest.trajectory.sha256}.`,
  );
  if (sha256 !== manifest.trajectory.sha256)
    printText('The stored numbers are not those of the record: the trajectory was changed after the run.');
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
