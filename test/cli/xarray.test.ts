/** A trajectory opens in Python's xarray with named dimensions, units and attributes. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parkade, scratchFolder } from './parkade.ts';
import { pythonWith } from './python.ts';

const python = pythonWith('xarray', 'h5netcdf', 'numpy');

const program = `
import hashlib, json, sys, numpy as np, xarray as xr
data = xr.open_dataset(sys.argv[1], engine="h5netcdf")
hash = hashlib.sha256(data.time.values.astype("<f8").tobytes() + data.tokens.values.astype("<f8").tobytes())
print(json.dumps({
  "dims": dict(data.tokens.sizes), "initial": list(data.initial.dims), "times": data.time.values.tolist(),
  "units": data.tokens.attrs["units"], "attributes": sorted(data.attrs), "hash": hash.hexdigest(),
  "recorded": data.attrs["sha256"], "norm": float(np.abs(np.linalg.norm(data.tokens, axis=2) - 1).max()),
  "one": float(data.tokens.sel(time=4, token=2).values[0]),
}))
`;

test.skipIf(python === null)(
  'xarray opens a trajectory with dimensions, units and attributes (needs python3-xarray)',
  () => {
    const folder = scratchFolder();
    parkade(
      ['simulate', '--tokens', '5', '--dimension', '3', '--beta', '4', '--save-at', '0,1,4', '--out', 'run'],
      folder,
    );
    const { stdout, stderr } = spawnSync(python as string, ['-c', program, join(folder, 'run', 'trajectory.h5')], {
      encoding: 'utf8',
    });
    expect(stderr).toBe('');
    const seen = JSON.parse(stdout);
    expect(seen.dims).toEqual({ time: 3, token: 5, component: 3 });
    expect(seen.initial).toEqual(['token', 'component']);
    expect(seen.times).toEqual([0, 1, 4]);
    expect(seen.units).toBe('1');
    expect(seen.attributes).toEqual(['beta', 'sha256', 'source', 'spec', 'title']);
    expect(seen.hash).toBe(seen.recorded);
    expect(seen.norm).toBeLessThan(1e-14);
    const { tokens } = JSON.parse(parkade(['export', 'run', '--format', 'json', '--to', '-'], folder).stdout);
    expect(seen.one).toBe(tokens[2][2][0]);
  },
);
