/** What is measured, told, drawn and exported of tokens that come and go is of those that are there. */
import { expect, test } from 'vitest';
import { type FigureName, figureRegistry } from '../../src/figures/index.ts';
import { readAllOfNpz } from '../../src/formats/npz.ts';
import {
  clusters,
  type Edit,
  ensembleEnergy,
  execute,
  meanCosine,
  measure,
  orderParameter,
  prepareRun,
  type RunSpec,
  recordingOf,
  renyiCenters,
  run,
  tokensAt,
} from '../../src/index.ts';
import { renderSvg } from '../../src/node/render/render.ts';
import { exportFormats } from '../../src/node/store/export-formats.ts';
import { runTable } from '../../src/report/run.ts';

const edits: Edit[] = [
  { t: 1, kind: 'add', x: [0, 0, 1] },
  { t: 2, kind: 'remove' },
  { t: 2, kind: 'remove' },
  { t: 3, kind: 'add', x: [0, 1, 0] },
];
const spec: RunSpec = {
  tokens: 5,
  dimension: 3,
  beta: 4,
  until: 4,
  saveAt: [0, 1, 1.5, 2, 2.5, 3, 4],
  observe: 'all',
  edits,
};
const there = [5, 6, 6, 4, 4, 5, 5];

test('measurements are of the tokens that are there', async () => {
  const { trajectory, measurements } = await run(spec);
  expect([...(trajectory.present ?? [])]).toEqual(there);
  there.forEach((n, i) => {
    const x = tokensAt(trajectory, i);
    expect(x).toHaveLength(3 * n);
    expect(measurements['order-parameter']?.[i]).toBe(orderParameter(x, { n, d: 3 }));
    expect(measurements.energy?.[i]).toBe(ensembleEnergy(x, { n, d: 3 }, 4));
    expect(measurements.cosine?.mean[i]).toBe(meanCosine(x, { n, d: 3 }));
    expect(measurements.clusters?.count[i]).toBe(clusters(x, { n, d: 3 }, 0.5).count);
    expect(measurements.clusters?.sizes[i].reduce((a, b) => a + b)).toBe(n);
    expect(measurements['token-energy']?.[i]).toHaveLength(n);
    expect(measurements.cosine?.histogram[i].reduce((a, b) => a + b)).toBe((n * (n - 1)) / 2);
  });
  expect(measurements.clusters?.finalLabels).toHaveLength(5);
  expect(measurements.centers?.renyi).toEqual(renyiCenters(trajectory.initial, { n: 6, d: 3 }, Math.PI / 2));
});

test('measured along the way they are the same, and samples come without tokens that are not there', async () => {
  for (const more of [
    {},
    { dimension: 2, edits: edits.map((edit) => ('x' in edit ? { ...edit, x: 1 } : edit)) },
    { dynamics: 'normalization', scheme: 'pre' },
  ] as Partial<RunSpec>[]) {
    const sizes: number[] = [];
    const given = { ...spec, ...more } as RunSpec;
    const along = await execute(prepareRun(given), { store: false, onSample: (_, x) => void sizes.push(x.length) });
    expect(along.measurements).toEqual((await run(given)).measurements);
    expect(sizes).toEqual(there.map((n) => n * (more.dimension ?? 3)));
  }
});

test('rows of tokens that are not there hold their first place, then their last', async () => {
  const { trajectory } = await run(spec);
  const row = (i: number, k: number) => [...trajectory.xs.subarray((i * 6 + k) * 3, (i * 6 + k + 1) * 3)];
  expect(row(0, 5)).toEqual([0, 0, 1]);
  expect(row(1, 5)).toEqual([0, 0, 1]);
  expect(row(2, 5)).not.toEqual([0, 0, 1]);
  expect(row(4, 5)).toEqual(row(3, 5));
  expect(row(6, 5)).toEqual(row(3, 5));
  expect(row(5, 4)).toEqual([0, 1, 0]);
  expect([...trajectory.initial.subarray(15)]).toEqual([0, 0, 1]);
});

test('the table tells how many there are', async () => {
  const { columns, rows } = runTable(await run(spec), 12);
  expect(columns[1]).toBe('tokens');
  expect(rows.map((row) => row[1])).toEqual(there.map(String));
});

test('exports leave out tokens that are not there, and are measured alike when they are read again', async () => {
  const result = await run(spec);
  const { trajectory } = result;
  const lines = String(await exportFormats.csv({ trajectory }))
    .trim()
    .split('\n')
    .slice(1);
  const counts = Array.from(trajectory.ts, (t) => lines.filter((line) => Number(line.split(',')[0]) === t).length);
  expect(counts).toEqual(there);
  const { tokens } = JSON.parse(String(await exportFormats.json({ trajectory }))) as { tokens: number[][][] };
  expect(tokens.map((rows) => rows.length)).toEqual(there);
  const arrays = new Map(readAllOfNpz((await exportFormats.npz({ trajectory })) as Uint8Array, 'run.npz'));
  const again = recordingOf(
    {
      tokens: arrays.get('tokens')!,
      times: arrays.get('times'),
      initial: arrays.get('initial'),
      present: arrays.get('present'),
      beta: 4,
    },
    'run.npz',
  );
  expect(again.present).toEqual(trajectory.present);
  expect(measure(again, result.spec.observe, result.spec)).toEqual(result.measurements);
  expect(() =>
    recordingOf({ tokens: arrays.get('tokens')!, present: { shape: [7], data: new Float64Array(7) } }, 'run.npz'),
  ).toThrow(
    'run.npz" should tell how many of its 6 tokens are present at each of its 7 times, but its array "present" does not; leave that out, and all are.',
  );
});

test('every figure that suits is drawn', async () => {
  for (const dimension of [2, 3]) {
    const own = edits.map((edit) => ('x' in edit && dimension === 2 ? { ...edit, x: 1 } : edit));
    const result = await run({ ...spec, dimension, edits: own as Edit[] });
    for (const name of Object.keys(figureRegistry) as FigureName[]) {
      const definition = figureRegistry[name];
      if (name === 'merge-tree' || !definition.supports(result.trajectory.shape)) continue;
      const svg = renderSvg(definition.make(result, {})).replace(/<style>.*?<\/style>/gs, ''); // fonts are letters
      expect(/.{20}(NaN|undefined|Infinity).{20}/.exec(svg)?.[0], name).toBeUndefined();
    }
  }
});
