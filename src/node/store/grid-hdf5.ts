/** Arrays over named dimensions in HDF5, laid out as NetCDF-4 does: opens in xarray with its labels, h5py, Julia. */
import { describe } from '../../formats/recording-hdf5.ts';
import type { Grid, GridVariable } from '../../sweeps/grid.ts';
import { writeFileMadeBy } from '../process/files.ts';
import { type H5File, writeHdf5 } from './hdf5.ts';

/**
 * Writes a grid, whole or not at all; a file of that name is replaced. Dimensions are scales with their labels, numbers
 * or text; variables are doubles, NaN where there is nothing.
 *
 * @param attributes text and numbers about the whole file
 * @throws ParkadeError FileProblem for what cannot be written
 */
export async function writeGrid(
  path: string,
  grid: Grid,
  attributes: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeFileMadeBy(path, (draft) => writeHdf5(draft, (file) => fill(file, grid, attributes)));
}

function fill(file: H5File, { dimensions, coordinates, variables }: Grid, attributes: Record<string, string | number>) {
  for (const [name, value] of Object.entries(attributes)) file.create_attribute(name, value);
  for (const { name, labels, what } of dimensions) {
    const data = labels.every((label) => typeof label === 'number') ? Float64Array.from(labels) : [...labels];
    const scale = create(file, name, data as Float64Array | string[], [labels.length]);
    scale.make_scale(name);
    describe(scale, { long_name: what });
  }
  const lengths = new Map(dimensions.map(({ name, labels }) => [name, labels.length]));
  const put = ({ name, dimensions: own, data, what }: GridVariable, about: Record<string, string>) => {
    const shape = own.map((dimension) => lengths.get(dimension) ?? 0);
    const dataset = create(file, name, data instanceof Float64Array ? data : [...data], shape);
    own.forEach((dimension, axis) => void dataset.attach_scale(axis, dimension));
    describe(dataset, { long_name: what, ...about });
  };
  for (const coordinate of coordinates) put(coordinate, {});
  const names = coordinates.map(({ name }) => name).join(' ');
  for (const variable of variables) put(variable, names === '' ? {} : { coordinates: names });
}

function create(file: H5File, name: string, data: Float64Array | string[], shape: number[]) {
  return file.create_dataset({ name, data, shape });
}
