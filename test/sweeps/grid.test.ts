/** Tables as arrays over axes: every row at its place, in memory and as xarray sees the file. */
import { spawnSync } from 'node:child_process';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { writeGrid } from '../../src/node/store/grid-hdf5.ts';
import { tableOf } from '../../src/sweeps/columns.ts';
import { type Grid, gridOf } from '../../src/sweeps/grid.ts';
import type { Column, Field } from '../../src/sweeps/table.ts';
import { scratchFolder } from '../cli/parkade.ts';
import { pythonWith } from '../cli/python.ts';

const columns: Column[] = [
  { name: 'hash', kind: 'text', what: 'name of the cell' },
  { name: 'beta', kind: 'number', what: 'inverse temperature' },
  { name: 'initial', kind: 'text', what: 'law of the tokens' },
  { name: 'seed', kind: 'whole', what: 'seed of the tokens' },
  { name: 'clusters@10', kind: 'whole', what: 'number of clusters' },
  { name: 'clusters@1', kind: 'whole', what: 'number of clusters' },
  { name: 'collapsed', kind: 'flag', what: 'whether all are one' },
];
const axes = ['beta', 'initial', 'seed'];
const cells = [1, 4, 16].flatMap((beta) =>
  ['uniform', 'equispaced'].flatMap((initial) => [1, 2, 3].map((seed) => ({ beta, initial, seed }))),
);
const rowOf = ({ beta, initial, seed }: (typeof cells)[number]): Field[] => [
  ...[`${beta}${initial}${seed}`, beta, initial, seed],
  ...[beta * 100 + initial.length * 10 + seed, beta, seed % 2 === 0],
];

/** A number of a grid at labels, by names of dimensions. */
function at({ dimensions, variables }: Grid, name: string, labels: Record<string, number | string>): number {
  const variable = variables.find((own) => own.name === name);
  const place = (variable?.dimensions ?? []).reduce((sum, dimension) => {
    const own = dimensions.find((candidate) => candidate.name === dimension)?.labels as (number | string)[];
    return sum * own.length + own.indexOf(labels[dimension]);
  }, 0);
  return Number(variable?.data[place] ?? Number.NaN);
}

test('crossed axes are dimensions with ascending labels, and every row is at its place', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray(cells, { minLength: 10 }), (some) => {
      const grid = gridOf(tableOf(columns, some.map(rowOf)), axes, { crossed: true });
      for (const cell of cells) {
        const there = some.includes(cell);
        const [, , , , late, early, collapsed] = rowOf(cell);
        const seen = [at(grid, 'clusters', { ...cell, time: 10 }), at(grid, 'clusters', { ...cell, time: 1 })];
        const known = cells.every((own) => some.some((other) => other.initial === own.initial));
        if (known && some.some((own) => own.beta === cell.beta) && some.some((own) => own.seed === cell.seed)) {
          expect(seen).toEqual(there ? [late, early] : [NaN, NaN]);
          expect(at(grid, 'collapsed', cell)).toBe(there ? Number(collapsed) : NaN);
        }
      }
    }),
  );
  const { dimensions, variables } = gridOf(tableOf(columns, cells.map(rowOf).reverse()), axes);
  expect(dimensions.map(({ name, labels }) => [name, labels])).toEqual([
    ['beta', [1, 4, 16]],
    ['initial', ['equispaced', 'uniform']],
    ['seed', [1, 2, 3]],
    ['time', [1, 10]],
  ]);
  expect(variables.map(({ name, dimensions: own }) => [name, ...own])).toEqual([
    ['collapsed', ...axes],
    ['clusters', ...axes, 'time'],
  ]);
});

test('axes that are not crossed are coordinates of cells', () => {
  const diagonal = cells.filter(
    ({ beta, initial, seed }) => seed === 1 + [1, 4, 16].indexOf(beta) && initial === 'uniform',
  );
  const grid = gridOf(tableOf(columns, diagonal.map(rowOf)), axes);
  expect(grid.dimensions.map(({ name, labels }) => [name, labels])).toEqual([
    ['cell', [0, 1, 2]],
    ['time', [1, 10]],
  ]);
  expect(grid.coordinates.map(({ name, data }) => [name, [...data]])).toEqual([
    ['beta', [1, 4, 16]],
    ['initial', ['uniform', 'uniform', 'uniform']],
    ['seed', [1, 2, 3]],
  ]);
  const twice = tableOf(columns, [rowOf(cells[0]), rowOf(cells[0])]);
  expect(gridOf(twice, axes).dimensions[0].name).toBe('cell');
  expect(() => gridOf(twice, axes, { crossed: true })).toThrow('two rows have beta = 1, initial = "uniform", seed = 1');
  expect(() => gridOf(twice, ['bet'])).toThrow('did you mean "beta"?');
});

const python = pythonWith('xarray', 'h5netcdf', 'numpy');
const program = `
import json, sys, numpy as np, xarray as xr
data = xr.open_dataset(sys.argv[1], engine="h5netcdf")
print(json.dumps({
  "dims": dict(data.sizes), "coords": {name: data[name].values.tolist() for name in data.coords},
  "attrs": dict(data.attrs), "what": {name: data[name].attrs.get("long_name") for name in data.variables},
  "clusters": list(data.clusters.dims), "values": data.clusters.values.ravel().tolist(),
  "one": float(data.clusters.sel(beta=16, initial="uniform", seed=2, time=10)) if "initial" in data.sizes else None,
}))
`;

test.skipIf(python === null)('xarray opens the file with labels (needs python3-xarray)', async () => {
  const folder = scratchFolder();
  const seenIn = async (name: string, rows: Field[][]) => {
    await writeGrid(join(folder, name), gridOf(tableOf(columns, rows), axes), { title: 'a sweep — β' });
    const { stdout, stderr } = spawnSync(python as string, ['-c', program, join(folder, name)], { encoding: 'utf8' });
    expect(stderr).toBe('');
    return JSON.parse(stdout);
  };
  const grid = await seenIn('grid.h5', cells.map(rowOf));
  expect(grid.dims).toEqual({ beta: 3, initial: 2, seed: 3, time: 2 });
  expect(grid.coords).toEqual({ beta: [1, 4, 16], initial: ['uniform', 'equispaced'], seed: [1, 2, 3], time: [1, 10] });
  expect(grid.attrs.title).toBe('a sweep — β');
  expect(grid.what).toMatchObject({ beta: 'inverse temperature', clusters: 'number of clusters' });
  expect(grid.one).toBe(1600 + 70 + 2);
  const listed = await seenIn('cells.h5', [cells[0], cells[7], cells[14]].map(rowOf));
  expect(listed.dims).toEqual({ cell: 3, time: 2 });
  expect(listed.coords).toMatchObject({
    beta: [1, 4, 16],
    initial: ['uniform', 'uniform', 'uniform'],
    seed: [1, 2, 3],
  });
  await writeGrid(join(folder, 'none.h5'), gridOf(tableOf(columns, []), axes), {});
  // A file that is there already is replaced, and nothing stays beside it.
  writeFileSync(join(folder, 'grid.h5'), 'old');
  await seenIn('grid.h5', cells.map(rowOf));
  expect(readdirSync(folder).sort()).toEqual(['cells.h5', 'grid.h5', 'none.h5']);
});
