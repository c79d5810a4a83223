/** parkade export: a stored trajectory in another format. */
import { join, resolve } from 'node:path';
import { ParkadeError } from '../../core/errors.ts';
import { writeNpz } from '../../formats/npz.ts';
import { type Trajectory, tokensAt } from '../../trajectory.ts';
import { type ExitCode, print, printJson } from '../context.ts';
import { readBytes, refuseRecords, writeFileWhole } from '../files.ts';
import { readRunFolder, type StoredRun } from '../run-folder.ts';

/** From a stored run to the bytes of a file. To add a format: one line. */
export const exportRegistry: Readonly<Record<string, (run: StoredRun) => string | Uint8Array>> = {
  json: ({ trajectory }) => toJson(trajectory),
  csv: ({ trajectory }) => toCsv(trajectory),
  npz: ({ trajectory }) => toNpz(trajectory),
  h5: ({ folder, manifest }) => readBytes(join(folder, manifest.trajectory.file)),
};

/** {"times": [T], "tokens": [T][n][d]} with every digit. */
function toJson(trajectory: Trajectory): string {
  const { n, d } = trajectory.problem.shape;
  const tokens = Array.from(trajectory.ts, (_, i) => {
    const x = tokensAt(trajectory, i);
    return Array.from({ length: n }, (_, k) => [...x.subarray(k * d, (k + 1) * d)]);
  });
  return `${JSON.stringify({ times: [...trajectory.ts], tokens })}\n`;
}

/** One line a time and token: time, token (from 0), x1 … xd. */
function toCsv(trajectory: Trajectory): string {
  const { n, d } = trajectory.problem.shape;
  const lines = [['time', 'token', ...Array.from({ length: d }, (_, i) => `x${i + 1}`)].join(',')];
  trajectory.ts.forEach((t, i) => {
    const x = tokensAt(trajectory, i);
    for (let k = 0; k < n; k++) lines.push([t, k, ...x.subarray(k * d, (k + 1) * d)].join(','));
  });
  return `${lines.join('\n')}\n`;
}

/** Arrays times [T], tokens [T, n, d], initial [n, d]. */
function toNpz({ ts, xs, problem: { shape, initial } }: Trajectory): Uint8Array {
  return writeNpz({
    times: { shape: [ts.length], data: ts },
    tokens: { shape: [ts.length, shape.n, shape.d], data: xs },
    initial: { shape: [shape.n, shape.d], data: initial },
  });
}

export async function exportCommand(
  folder: string,
  format: string,
  to: string | undefined,
  json: boolean,
): Promise<ExitCode> {
  if (!Object.hasOwn(exportRegistry, format)) {
    throw new ParkadeError(
      'InvalidParameter',
      `"--format" should be one of ${Object.keys(exportRegistry).join(', ')}, but came as "${format}"; choose one of them.`,
    );
  }
  const run = await readRunFolder(folder);
  const path = to ?? join(folder, `trajectory.${format}`);
  if (to === '-') {
    process.stdout.write(exportRegistry[format](run));
    return 0;
  }
  const own = resolve(folder, run.manifest.trajectory.file);
  if (format !== 'h5' || resolve(path) !== own) {
    refuseRecords(path);
    writeFileWhole(path, exportRegistry[format](run));
  }
  const { n, d } = run.prepared.problem.shape;
  if (json) printJson({ file: path, format, times: run.trajectory.ts.length, tokens: n, dimension: d });
  else print(`${path}: ${run.trajectory.ts.length} times of ${n} tokens in dimension ${d}.`);
  return 0;
}
