/** Whether a stored run made again can have the bits of its record: known before it is made. */
import { inFull } from '../../core/number-text.ts';
import { simulateOptions } from '../../run/prepare.ts';
import { planOf } from '../../simulation/edits.ts';
import { equationOf } from '../../simulation/problem.ts';
import { plannedField } from '../../simulation/simulate.ts';
import { sameBits } from '../process/bit-history.ts';
import { version } from '../process/version.ts';
import type { StoredRun } from './run-folder.ts';

/** Why not, as a sentence; null where nothing speaks against it. */
export async function whyNotComparable({ manifest, prepared, trajectory }: StoredRun): Promise<string | null> {
  const { appended, resumed, spec } = manifest;
  if (!sameBits(manifest.parkade)) {
    return `The run was made by parkade ${manifest.parkade}, whose bits are not those of ${version}: only a version with the same bits can verify it.`;
  }
  if (appended && spec.dt === undefined) {
    return `Tokens from ${appended.tokens} (from 0) on were added to the run in ${appended.run}, on its steps; a run that has them from the start takes other steps. Verify that run, and add the tokens again.`;
  }
  if (resumed && spec.dt === undefined) return ownSteps(resumed);
  const { problem, method } = prepared;
  const inPieces = equationOf(problem).pieces || planOf(problem);
  if (method.merge || inPieces) return null; // their path shows as they run
  const now = await plannedField(problem, method, { ...simulateOptions(spec), saveAt: [] });
  if (now.backend !== manifest.backend) return otherBackend(manifest.backend, now.backend);
  return now.path === trajectory.fieldReport.path ? null : otherPath(trajectory.fieldReport.path, now.path);
}

/** Of a continued run. */
export function ownSteps({ at, run }: { readonly at: number; readonly run: string }): string {
  return `From t = ${inFull(at)} on this run continues the one in ${run}, with a first step of its own; a run made in one go takes other steps. Verify that run, and continue it again.`;
}

export function otherBackend(was: string, is: string): string {
  return `The run was made by the ${was} backend, and this machine takes ${is}: the bits are the same only on one backend.`;
}

export function otherPath(was: string, is: string): string {
  return `The field was computed along "${was}" and would be along "${is}" now: the bits are the same only along one path.`;
}
