/**
 * The measurements of a stored run: read where the file is the one of the record, made anew elsewhere, with a sentence
 * that says why.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Measurements, ObservableName } from '../../analysis/index.ts';
import type { MeasurementParameters } from '../../analysis/observable.ts';
import { toJson } from '../../core/json.ts';
import { measure } from '../../run/measuring.ts';
import { parseRecord } from './result-folder.ts';
import { fileHash, type RunRecord, type StoredRun } from './run-folder.ts';

/** What measurements.json holds. */
interface StoredMeasurements {
  /** The saved times. */
  readonly times: readonly number[];
  readonly measurements: Measurements;
}

/** The file of the record, or why it is not believed; null of a record from before its measurements were hashed. */
export function readMeasurements({ folder, manifest }: RunRecord): StoredMeasurements | string | null {
  if (!manifest.measurements) return null;
  const { file, sha256 } = manifest.measurements;
  const path = join(folder, file);
  if (!existsSync(path)) return `${file} is missing: what it held was measured again.`;
  if (fileHash(path) !== sha256) return `${file} is not the one of the record: what it should hold was measured again.`;
  const { times, indexBase: _, parameters: __, ...measurements } = parseRecord(path) as Record<string, unknown>;
  return { times: times as number[], measurements: measurements as Measurements };
}

interface KnownMeasurements {
  readonly measurements: Measurements;
  /** What the user should know, a sentence each. */
  readonly remarks: readonly string[];
}

/**
 * What was measured along a stored run whose trajectory was read; what is not in its file, or there with other lengths,
 * is measured now.
 *
 * @param names by default those of the run
 * @param lengths by default those of the run
 */
export function measurementsOf(
  stored: StoredRun,
  names: readonly ObservableName[] = stored.prepared.spec.observe,
  lengths: MeasurementParameters = stored.prepared.measurement,
): KnownMeasurements {
  const { manifest, prepared, trajectory, sha256 } = stored;
  const unchanged = sha256 === manifest.trajectory.sha256 && toJson(lengths) === toJson(prepared.measurement);
  const read = unchanged ? readMeasurements(stored) : null;
  const known: Measurements = read === null || typeof read === 'string' ? {} : read.measurements;
  const missing = names.filter((name) => known[name] === undefined);
  const all: Measurements = { ...known, ...(missing.length > 0 && measure(trajectory, missing, lengths)) };
  return {
    measurements: Object.fromEntries(names.map((name) => [name, all[name]])),
    remarks: typeof read === 'string' ? [read] : [],
  };
}
