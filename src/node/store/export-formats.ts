/** Formats that a stored trajectory is written in. Light to load: the help of parkade export names them. */
import { toJson } from '../../core/json.ts';
import { exact } from '../../core/number-text.ts';
import { type Recording, shapeAt, tokensAt } from '../../core/recording.ts';
import type { Awaitable } from '../../core/state.ts';
import { readBytes } from '../process/files.ts';

export interface Exportable {
  readonly trajectory: Recording;
  /** Its file in HDF5; undefined where there is none, for runs that were made again. */
  readonly file?: string | undefined;
}

/** From a run to the bytes of a file. To add a format: one line. */
export const exportFormats: Readonly<Record<string, (run: Exportable) => Awaitable<string | Uint8Array>>> = {
  json: ({ trajectory }) => jsonOf(trajectory),
  csv: ({ trajectory }) => toCsv(trajectory),
  npz: ({ trajectory }) => toNpz(trajectory),
  h5: ({ file = '' }) => readBytes(file),
};

/** {"times": [T], "tokens": [T][n][d]} with every digit, n as many as are there. */
function jsonOf(trajectory: Recording): string {
  const { d } = trajectory.shape;
  const tokens = Array.from(trajectory.ts, (_, i) => {
    const x = tokensAt(trajectory, i);
    const { n } = shapeAt(trajectory, i);
    return Array.from({ length: n }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
  });
  return `${toJson({ times: [...trajectory.ts], tokens })}\n`;
}

/** One line a time and token that is there then: time, token (from 0), x1 … xd. */
function toCsv(trajectory: Recording): string {
  const { d } = trajectory.shape;
  const lines = [['time', 'token', ...Array.from({ length: d }, (_, i) => `x${i + 1}`)].join(',')];
  trajectory.ts.forEach((t, i) => {
    const x = tokensAt(trajectory, i);
    const { n } = shapeAt(trajectory, i);
    for (let k = 0; k < n; k++) lines.push([t, k, ...x.subarray(k * d, (k + 1) * d)].map(exact).join(','));
  });
  return `${lines.join('\n')}\n`;
}

/** Arrays times [T], tokens [T, n, d], initial [n, d], where edits change how many are there present [T], and the number beta. */
async function toNpz({ ts, xs, shape, initial, present, beta }: Recording): Promise<Uint8Array> {
  const { writeNpz } = await import('../../formats/npz.ts');
  return writeNpz({
    times: { shape: [ts.length], data: ts },
    tokens: { shape: [ts.length, shape.n, shape.d], data: xs },
    initial: { shape: [shape.n, shape.d], data: initial },
    ...(present && { present: { shape: [ts.length], data: Float64Array.from(present) } }),
    ...(beta !== undefined && { beta: { shape: [], data: Float64Array.of(beta) } }),
  });
}
