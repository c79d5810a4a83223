/** Whole runs in the page. */
import { toJson } from '../../../src/core/json.ts';
import { execute, prepareRun, type RunSpec } from '../../../src/index.ts';
import { readLink, trajectoryBytes, writeLink } from '../../../src/link/index.ts';

interface Told {
  /** Of the trajectory, as the record of a run has it. */
  readonly sha256: string;
  readonly backend: string;
  readonly status: string;
  /** As JSON, with every digit. */
  readonly events: string;
}

export async function hashOfRun(spec: RunSpec): Promise<Told> {
  const { trajectory, events } = await execute(prepareRun({ ...spec, observe: 'none' }));
  const { backend, status } = trajectory;
  const bytes = await new Blob(trajectoryBytes(trajectory) as BlobPart[]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return { sha256, backend, status, events: toJson(events) };
}

/** Whether threads may share memory here, and what this page can compute with. */
export function facts(): { isolated: boolean; shared: boolean; gpu: boolean } {
  return { isolated: crossOriginIsolated, shared: typeof SharedArrayBuffer === 'function', gpu: 'gpu' in navigator };
}

/** A link read and written again, and what its state holds. */
export function linkAgain(text: string): { link: string; beta: number } {
  const state = readLink(text);
  return { link: writeLink(state), beta: state.spec.beta };
}
