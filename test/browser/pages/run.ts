/** Whole runs in the page. */
import { execute, prepareRun, type RunSpec } from '../../../src/index.ts';

/** SHA-256 over little-endian doubles: the times, then the tokens, as the record of a run has it. */
export async function hashOfRun(spec: RunSpec): Promise<{ sha256: string; backend: string; status: string }> {
  const { trajectory } = await execute(prepareRun({ ...spec, observe: 'none' }));
  const { ts, xs, backend, status } = trajectory;
  const bytes = new DataView(new ArrayBuffer(8 * (ts.length + xs.length)));
  [...ts, ...xs].forEach((value, i) => void bytes.setFloat64(8 * i, value, true));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return { sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join(''), backend, status };
}

/** Whether threads may share memory here, and what this page can compute with. */
export function facts(): { isolated: boolean; shared: boolean; gpu: boolean } {
  return { isolated: crossOriginIsolated, shared: typeof SharedArrayBuffer === 'function', gpu: 'gpu' in navigator };
}
