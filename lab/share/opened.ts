/** Files that were dropped on the page, and what they are. Pure. */

export interface GivenFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export type Opened =
  /** The record of a run: its setting, and what it came to. */
  | {
      readonly kind: 'run';
      readonly spec: unknown;
      readonly sha256: string;
      readonly parkade: string;
      readonly backend: string;
    }
  | { readonly kind: 'specification'; readonly spec: unknown }
  /** Tokens recorded elsewhere. */
  | { readonly kind: 'tokens'; readonly file: GivenFile }
  | { readonly kind: 'refused'; readonly says: string };

/** Larger files than these are not read into a page. */
const LARGEST_FILE = 256_000_000;
const LARGEST_TEXT = 5_000_000;
/** Written by hand, and slow to read. */
const LARGEST_YAML = 200_000;
const TOKENS = /\.(npy|npz|h5|hdf5|nc)$/i;
const TEXTS = /\.(json|ya?ml)$/i;
const SHA = /^[0-9a-f]{64}$/;

function refused(says: string): Opened {
  return { kind: 'refused', says };
}

/** Of a run's folder only the record is read: the run is computed again, and compared. */
export function needed<F extends { readonly name: string }>(files: readonly F[]): readonly F[] {
  const record = files.filter(({ name }) => name === 'run.json');
  return record.length > 0 ? record : files;
}

/** The files of a sweep among others, by their names. */
export type SweepFiles<F> =
  | { readonly kind: 'sweep'; readonly files: readonly F[] }
  | { readonly kind: 'refused'; readonly says: string };

/** A sweep given out by the local server, or the record and the table of its folder; null where there is none. */
export function sweepAmong<F extends { readonly name: string }>(files: readonly F[]): SweepFiles<F> | null {
  const whole = files.find(({ name }) => /\.sweep$/i.test(name));
  if (whole) return { kind: 'sweep', files: [whole] };
  const record = files.find(({ name }) => name === 'sweep.json');
  const tables = files.filter(({ name }) => /\.parquet$/i.test(name));
  const table = tables.find(({ name }) => name === 'cells.parquet') ?? tables[0];
  if (record && table) return { kind: 'sweep', files: [record, table] };
  if (table)
    return {
      kind: 'refused',
      says: `“${table.name}” is a table: drop sweep.json of the same folder together with it.`,
    };
  if (record === undefined) return null;
  const says = files.some(({ name }) => name === 'rows.jsonl')
    ? 'A sweep should have its table, cells.parquet, but has none yet, as it has not ended: open its folder with "parkade lab FOLDER", which shows what has.'
    : '“sweep.json” is the record of a sweep: drop cells.parquet of the same folder together with it.';
  return { kind: 'refused', says };
}

/** Why files are not even read; null where they are. */
export function tooLarge(files: readonly { readonly name: string; readonly size: number }[]): string | null {
  const large = files.find(({ size }) => size > LARGEST_FILE);
  if (large === undefined) return null;
  const { name, size } = large;
  return `“${name}” should have at most ${megabytes(LARGEST_FILE)}, but has ${megabytes(size)}: measure it with "parkade measure".`;
}

function megabytes(bytes: number): string {
  return `${Math.round(bytes / 1e5) / 10} MB`;
}

/**
 * What the files are, taken together: those of a run's folder are known by its record.
 * @param parseYaml what a text means; it throws for a text that is none
 */
export function whatIs(files: readonly GivenFile[], parseYaml: (text: string) => unknown): Opened {
  const record = files.find(({ name }) => name === 'run.json');
  if (record) return runOf(record, parseYaml);
  if (files.length !== 1) {
    const steps = files.some(({ name }) => name === 'trajectory.h5');
    const says = steps
      ? 'The folder of a run should hold run.json, but it is not among these files: copy the whole folder again.'
      : `One file, or all files of a run's folder, should be dropped, but ${files.length} came: choose one of them.`;
    return refused(says);
  }
  const [file] = files;
  if (TEXTS.test(file.name)) return textOf(file, parseYaml);
  if (TOKENS.test(file.name)) return { kind: 'tokens', file };
  return refused(
    `“${file.name}” should be a specification (.json, .yaml), a run's or a sweep's folder, or tokens (.npy, .npz, .h5), but ends otherwise.`,
  );
}

function parsed(
  { name, bytes }: GivenFile,
  parseYaml: (text: string) => unknown,
): { readonly value: unknown } | Opened {
  const isYaml = /ya?ml$/i.test(name);
  const most = isYaml ? LARGEST_YAML : LARGEST_TEXT;
  if (bytes.length > most)
    return refused(
      `“${name}” should hold a specification, of at most ${megabytes(most)}, but has ${megabytes(bytes.length)}: no specification is that long.`,
    );
  if (bytes.length === 0) return refused(`“${name}” should hold a specification, but is empty: save it again.`);
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    return { value: isYaml ? parseYaml(text) : JSON.parse(text) };
  } catch {
    const format = isYaml ? 'YAML' : 'JSON';
    return refused(
      `“${name}” should be ${format}, but cannot be read as that: it is something else, or damaged, or cut off.`,
    );
  }
}

function mappingIn(value: unknown): Readonly<Record<string, unknown>> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : null;
}

function runOf(file: GivenFile, parseYaml: (text: string) => unknown): Opened {
  const read = parsed(file, parseYaml);
  if (!('value' in read)) return read;
  const record = mappingIn(read.value);
  const trajectory = mappingIn(record?.trajectory);
  const { spec, parkade, backend = 'wasm' } = record ?? {};
  const sha256 = trajectory?.sha256;
  if (mappingIn(spec) && typeof parkade === 'string' && typeof sha256 === 'string' && SHA.test(sha256))
    return { kind: 'run', spec, sha256, parkade, backend: String(backend) };
  return refused(
    '“run.json” should be the record of a run, with its specification and the SHA-256 of its trajectory, but it is not: copy it again.',
  );
}

function textOf(file: GivenFile, parseYaml: (text: string) => unknown): Opened {
  const read = parsed(file, parseYaml);
  if (!('value' in read)) return read;
  if (mappingIn(read.value)) return { kind: 'specification', spec: read.value };
  return refused(
    `“${file.name}” should hold a mapping from keys to values, such as beta: 64, but holds something else.`,
  );
}
