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

/** Larger files than this are not read into a page. */
export const LARGEST_FILE = 512_000_000;
const LARGEST_TEXT = 5_000_000;
const TOKENS = /\.(npy|npz|h5|hdf5|nc)$/i;
const TEXTS = /\.(json|ya?ml)$/i;
const SHA = /^[0-9a-f]{64}$/;

function refused(says: string): Opened {
  return { kind: 'refused', says };
}

/**
 * What the files are, taken together: those of a run's folder are known by its record.
 * @param parseYaml YAML holds JSON, so one parser reads both
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
    `“${file.name}” should be a specification (.json, .yaml), a run's folder, or tokens (.npy, .npz, .h5), but ends otherwise.`,
  );
}

function parsed(
  { name, bytes }: GivenFile,
  parseYaml: (text: string) => unknown,
): { readonly value: unknown } | Opened {
  if (bytes.length > LARGEST_TEXT)
    return refused(
      `“${name}” should hold a specification, but has ${Math.round(bytes.length / 1e6)} MB: no specification is that long.`,
    );
  try {
    return { value: parseYaml(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) };
  } catch {
    return refused(`“${name}” should be JSON or YAML, but cannot be read as either: it is damaged, or cut off.`);
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
