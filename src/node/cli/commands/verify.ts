/** parkade verify: makes a stored run again and compares every bit. */

import { counted } from '../../../core/counted.ts';
import { inFull } from '../../../core/number-text.ts';
import { recordSteps, type StepLog } from '../../../replay/step-log.ts';
import { prepareRun } from '../../../run/prepare.ts';
import type { Trajectory } from '../../../simulation/trajectory.ts';
import { sameBits } from '../../process/bit-history.ts';
import { engineHash, version } from '../../process/version.ts';
import { otherBackend, otherPath, ownSteps, whyNotComparable } from '../../store/comparable.ts';
import { type EnsembleRecord, readEnsembleRecord } from '../../store/ensemble-folder.ts';
import { readRunFolder, readSteps, type StoredRun, stepsHash, trajectoryHash } from '../../store/run-folder.ts';
import { executeManyWithProgress, executeWithProgress } from '../../work/execute.ts';
import { type Member, makeAgain, memberOf } from '../../work/members.ts';
import { type ExitCode, print, printJson, stopped } from '../context.ts';
import { startProgress } from '../terminal.ts';

interface Verdict {
  readonly verdict: 'identical' | 'different' | 'not comparable';
  readonly says: string;
}

/** The first saved number that differs, as a sentence, or null when every bit is the same. */
function firstDifference(stored: Trajectory, again: Trajectory): string | null {
  const { n, d } = stored.shape;
  for (let i = 0; i < Math.min(stored.ts.length, again.ts.length); i++) {
    if (!Object.is(stored.ts[i], again.ts[i]))
      return `saved time ${i} (from 0) is ${inFull(stored.ts[i])} in the record and ${inFull(again.ts[i])} now`;
    for (let j = i * n * d; j < (i + 1) * n * d; j++) {
      const [was, is] = [stored.xs[j], again.xs[j]];
      if (Object.is(was, is)) continue;
      const token = Math.floor((j % (n * d)) / d);
      return `at t = ${inFull(stored.ts[i])}, token ${token} (from 0), coordinate ${j % d} is ${inFull(was)} in the record and ${inFull(is)} now, ${(is - was).toExponential(2)} apart`;
    }
  }
  // A run that was stopped by hand ends earlier than its repetition: what it has is compared.
  if (stored.ts.length === again.ts.length || stored.status === 'aborted') return null;
  return `the record has ${counted(stored.ts.length, 'saved time')}, this run ${again.ts.length}`;
}

function judge({ manifest, trajectory, sha256 }: StoredRun, again: Trajectory): Verdict {
  if (sha256 !== manifest.trajectory.sha256) {
    const where = firstDifference(trajectory, again);
    return {
      verdict: 'different',
      says: `The stored trajectory is not the one of the record: its SHA-256 is ${sha256}, the record says ${manifest.trajectory.sha256}${where ? `; ${where}` : ''}.`,
    };
  }
  if (again.backend !== manifest.backend) {
    return { verdict: 'not comparable', says: otherBackend(manifest.backend, again.backend) };
  }
  if (again.fieldReport.path !== trajectory.fieldReport.path) {
    return { verdict: 'not comparable', says: otherPath(trajectory.fieldReport.path, again.fieldReport.path) };
  }
  const difference = firstDifference(trajectory, again);
  if (difference !== null && manifest.resumed) {
    return { verdict: 'not comparable', says: ownSteps(manifest.resumed) };
  }
  if (difference === null) {
    return {
      verdict: 'identical',
      says: `Identical to the last bit: ${counted(trajectory.ts.length, 'saved time')}, SHA-256 ${sha256}.`,
    };
  }
  return { verdict: 'different', says: `Different: ${difference}.${otherCode(manifest)}` };
}

/** What may explain it: the same version, but other code. */
function otherCode({ parkade, engine }: StoredRun['manifest']): string {
  if (parkade === version && (engine === undefined || engine === engineHash())) return '';
  const made = `parkade ${parkade}${engine === undefined ? '' : `, engine ${engine.slice(0, 12)}`}`;
  return ` The run was made by ${made}; this is parkade ${version}, engine ${engineHash().slice(0, 12)}.`;
}

/**
 * An identical trajectory on other steps would be strange, but tokens are added on these. A run that was stopped has
 * fewer.
 */
function judgeSteps({ manifest }: StoredRun, again: StepLog | null, verdict: Verdict): Verdict {
  const same = !again || manifest.status === 'aborted' || stepsHash(again) === manifest.steps?.sha256;
  if (same || verdict.verdict !== 'identical') return verdict;
  return {
    verdict: 'different',
    says: 'Different: the saved tokens are the same, but the steps between them are not.',
  };
}

/** @param run which of the runs in the folder of a preset, from 1; all of them by default */
export async function verifyCommand(folder: string, json: boolean, threads?: number, run?: number): Promise<ExitCode> {
  const ensemble = readEnsembleRecord(folder);
  if (ensemble && run === undefined) return verifyEnsemble(folder, ensemble, json, threads);
  const member = memberOf(folder, run);
  if (member) return verifyMember(member, json, threads);
  const stored = await readRunFolder(folder);
  const { steps } = stored.manifest;
  if (steps) await readSteps(stored);
  const intact = stored.sha256 === stored.manifest.trajectory.sha256;
  const obstacle = intact ? await whyNotComparable(stored) : null;
  if (obstacle !== null) return tell({ folder, verdict: 'not comparable', says: obstacle }, json);
  const recorder = steps ? recordSteps(stored.prepared.problem, Infinity) : null;
  const progress = startProgress('verify', json);
  const unmeasured = { ...stored.prepared, spec: { ...stored.prepared.spec, observe: [] } };
  const { result, seconds } = await executeWithProgress(unmeasured, progress, threads, recorder?.add);
  const cut = result.trajectory.status === 'aborted' && stored.manifest.status !== 'aborted';
  if (cut) return stopped('Stopped before the end: whether the run is identical is not known.', json);
  const { verdict, says } = judgeSteps(stored, recorder?.log() ?? null, judge(stored, result.trajectory));
  const sha256 = trajectoryHash(result.trajectory);
  return tell({ folder, verdict, says, sha256, recorded: stored.manifest.trajectory.sha256, seconds }, json);
}

const CODES: Readonly<Record<Verdict['verdict'], ExitCode>> = { identical: 0, different: 1, 'not comparable': 3 };

function tell(
  told: Verdict & { readonly folder: string } & Readonly<Record<string, unknown>>,
  json: boolean,
): ExitCode {
  if (json) printJson(told);
  else print(told.verdict === 'not comparable' ? `Not comparable: ${told.says}` : told.says);
  return CODES[told.verdict];
}

async function verifyMember(member: Member, json: boolean, threads?: number): Promise<ExitCode> {
  const { result, identical, remark, seconds } = await makeAgain(member, startProgress('verify', json), threads);
  if (result.trajectory.status === 'aborted')
    return stopped('Stopped before the end: whether the run is identical is not known.', json);
  const { folder, number: run } = member;
  if (json) printJson({ folder, run, verdict: identical ? 'identical' : 'different', says: remark, seconds });
  else print(remark);
  return identical ? 0 : 1;
}

/** An ensemble keeps hashes, not trajectories: every run is made again and its hash compared. */
async function verifyEnsemble(
  folder: string,
  { spec, runs, parkade }: EnsembleRecord,
  json: boolean,
  threads?: number,
): Promise<ExitCode> {
  if (!sameBits(parkade)) {
    const says = `The runs were made by parkade ${parkade}, whose bits are not those of ${version}: only a version with the same bits can verify them.`;
    return tell({ folder, verdict: 'not comparable', says }, json);
  }
  const prepared = runs.map(({ seed, variant }) => prepareRun({ ...spec, ...variant, seed }));
  const results = await executeManyWithProgress(prepared, startProgress('verify', json), { threads });
  if (results.length < runs.length)
    return stopped('Stopped before the end: whether the run is identical is not known.', json);
  const different = runs
    .filter(({ sha256 }, i) => trajectoryHash(results[i].trajectory) !== sha256)
    .map(({ seed }) => seed);
  const says =
    different.length === 0
      ? `Identical to the last bit: ${counted(runs.length, 'run')}.`
      : `Different: the trajectories of ${different.length} of ${runs.length} runs, those of ${different.length === 1 ? 'seed' : 'seeds'} ${different.slice(0, 10).join(', ')}.`;
  return tell({ folder, verdict: different.length === 0 ? 'identical' : 'different', says, different }, json);
}
