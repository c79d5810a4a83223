/** From what a person gives (a file, the folder of a sweep, flags) to the plain sweep that a plan is made of. */
import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { invalid, quoted } from '../../core/errors.ts';
import { sweepOfFlags } from '../../sweeps/plan.ts';
import type { Axes } from '../../sweeps/sweep-spec.ts';
import { readFiles, readMapping, readSpecFile } from './inputs.ts';
import { isSweepFolder, readSweepRecord } from './sweep-record.ts';

type Given = Readonly<Record<string, unknown>>;

/** What is said beside the keys of a run. */
export interface SweepFlags {
  readonly seeds?: number | undefined;
  readonly measure?: string | undefined;
  readonly trajectory?: string | undefined;
}

/**
 * A sweep from a file or a folder, and flags, which win: a flag of several values is an axis in place of whatever the
 * file said of its key, one of a single value fixes it.
 *
 * @throws ParkadeError FileProblem, InvalidInput or InvalidParameter
 */
export function gatherSweep(given: string | undefined, flags: Given, own: SweepFlags): Given {
  const file = given === undefined ? {} : readSweep(given);
  const { base, axes = {} } = sweepOfFlags(readFiles(flags, process.cwd()));
  const changed = new Set([...Object.keys(base), ...Object.keys(axes)]);
  const others = (group: unknown) => (isMapping(group) ? without(group, changed) : group);
  const asked = Object.fromEntries(Object.entries(own).filter(([, value]) => value !== undefined));
  return {
    ...file,
    base: { ...(isMapping(file.base) ? file.base : {}), ...base },
    ...(file.axes !== undefined || Object.keys(axes).length > 0
      ? { axes: { ...(others(file.axes) as Axes | undefined), ...axes } }
      : {}),
    ...(Array.isArray(file.together) && {
      together: file.together.map(others).filter((group) => !isMapping(group) || Object.keys(group).length > 0),
    }),
    ...(isMapping(file.random) && { random: { ...file.random, axes: others(file.random.axes) } }),
    ...asked,
    // Seeds that the flags list replace those that the file counts.
    ...(changed.has('seed') && own.seeds === undefined && { seeds: undefined }),
  };
}

function without(group: Given, keys: ReadonlySet<string>): Given {
  return Object.fromEntries(Object.entries(group).filter(([key]) => !keys.has(key)));
}

/** A file of a sweep, its files of numbers read; or what the folder of one holds, which goes on. */
function readSweep(given: string): Given {
  if (existsSync(given) && statSync(given).isDirectory()) {
    if (isSweepFolder(given)) return readSweepRecord(given).spec as unknown as Given;
    throw invalid(
      given,
      'be a file of a sweep or the folder of one',
      'is a folder without sweep.json',
      'check the name',
    );
  }
  const sweep = readMapping(given, 'a sweep', 'hold a mapping with "base" and "axes"');
  if (sweep.format === 'parkade-sweep') return sweep.spec as Given;
  const folder = given === '-' ? process.cwd() : dirname(given);
  return {
    ...sweep,
    ...(sweep.base !== undefined && { base: baseIn(sweep.base, folder) }),
    ...(sweep.axes !== undefined && { axes: axesIn(sweep.axes, folder) }),
    ...(Array.isArray(sweep.together) && { together: sweep.together.map((group) => axesIn(group, folder)) }),
    ...(isMapping(sweep.random) && { random: { ...sweep.random, axes: axesIn(sweep.random.axes, folder) } }),
  };
}

function baseIn(base: unknown, folder: string): unknown {
  if (typeof base === 'string') return readSpecFile(resolve(folder, base));
  return isMapping(base) ? readFiles(base, folder) : base;
}

/** Axes whose values may be names of files, each read. */
function axesIn(axes: unknown, folder: string): unknown {
  if (!isMapping(axes)) return axes;
  const read = (key: string, value: unknown) =>
    typeof value === 'string' ? readFiles({ [key]: value }, folder)[key] : value;
  return Object.fromEntries(
    Object.entries(axes).map(([key, values]) => {
      if (Array.isArray(values)) return [key, values.map((value) => read(key, value))];
      if (!isMapping(values)) return [key, values];
      return [key, Object.fromEntries(Object.entries(values).map(([label, value]) => [label, read(key, value)]))];
    }),
  );
}

function isMapping(value: unknown): value is Given {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** @throws ParkadeError InvalidParameter where nothing says where the sweep is to be kept */
export function folderFor(given: string | undefined, out: string | undefined): string {
  if (out !== undefined && out.trim() !== '') return out;
  if (given !== undefined && existsSync(given) && statSync(given).isDirectory()) return given;
  throw invalid(
    '--out',
    'name the folder of the sweep',
    out === undefined ? 'is missing' : `came as ${quoted(out)}`,
    'add --out out/sweep1, say',
  );
}
