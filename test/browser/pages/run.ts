/** Whole runs in the page. */
import { execute, prepareRun, type RunSpec } from '../../../src/index.ts';
import { readLink, trajectoryBytes, writeLink } from '../../../src/link/index.ts';

/** SHA-256 of the trajectory, as the record of a run has it. */
export async function hashOfRun(spec: RunSpec): Promise<{ sha256: string; backend: string; status: string }> {
  const { trajectory } = await execute(prepareRun({ ...spec, observe: 'none' }));
  const { backend, status } = trajectory;
  const bytes = await new Blob(trajectoryBytes(trajectory) as BlobPart[]).arrayBuffer();
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), backend, status };
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
