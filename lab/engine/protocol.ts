/** What a page and its worker say to each other. Everything here can be cloned. */

import type {
  MeasurementParameters,
  ParkadeError,
  Recording,
  RunEvents,
  RunResult,
  RunSpec,
  Statistics,
  Status,
} from 'parkade';
import type { Form, FormChoice } from 'parkade/form';
import type { Comment } from './comment.ts';
import type { Computed } from './computed.ts';
import type { FileFormat } from './file.ts';
import type { Answer, Links } from './links.ts';
import type { Sweeps } from './sweeps.ts';

/** What is to be shown, once a specification or a file was read; before anything is computed. */
export interface Prepared {
  /** The setting of a run; null for tokens recorded elsewhere: which equation moved them is not known. */
  readonly spec: RunResult['spec'] | null;
  /** The first time, and the last one. */
  readonly from: number;
  readonly until: number;
  /** Radius of the balls around centers. */
  readonly delta: number;
  /** Within it a center captures tokens. */
  readonly radius: number;
  /** Inverse temperature of the attention that moved the tokens; null where it is not known. */
  readonly beta: number | null;
  /** Tokens at the beginning. */
  readonly begin: number;
  /** The most tokens that are ever there at once. */
  readonly n: number;
  readonly d: number;
  readonly space: 'sphere' | 'euclidean';
  /** Coordinates that are shown of each token: 2 on the circle, else 3. */
  readonly shown: 2 | 3;
  /** Rényi centers of the initial tokens, and the strong ones among them. */
  readonly centers: readonly number[];
  readonly strong: readonly number[];
  readonly notes: readonly string[];
}

/** Some frames, in the order of time. */
export interface Batch {
  readonly ts: Float64Array;
  /** [F]: how many tokens are there; the last ones of a row are absent. */
  readonly present: Uint16Array;
  /** [F, n, shown]; NaN for a token that is not there. */
  readonly places: Float32Array;
  /** [F, n]: the cluster of each token, numbered by their first token; `NO_CLUSTER` for a token that is not there. */
  readonly labels: Uint16Array;
  /** [F, n]: the angle of each token with the first one, in radians; empty on the circle. */
  readonly distances: Float32Array;
  /** By frame: what is measured there. */
  readonly series: Readonly<Record<SeriesName, Float32Array>>;
}

export const NO_CLUSTER = 0xffff;

/** Measured at every frame; shares and means are from 0 to 1. */
export const seriesNames = ['clusters', 'captured', 'capturedByStrong', 'energy', 'cosine'] as const;
export type SeriesName = (typeof seriesNames)[number];

/** How a run ended, and what computed it. */
export interface Ended extends Computed {
  readonly status: Status;
  readonly statistics: Statistics;
  readonly events: RunEvents | null;
  /** Where the clusters of the merge tree are drawn; null without a tree, and for trees of too many clusters. */
  readonly tree: TreeOrder | null;
  /** SHA-256 of the saved times and the tokens there, as the record of a run has it. */
  readonly sha256: string;
  readonly seconds: number;
}

export interface TreeOrder {
  readonly rows: number;
  /** The height of every cluster, by its id, in rows from the top. */
  readonly places: readonly number[];
}

/** A mistake in a specification, with the key that it is about. */
export interface Refusal {
  readonly message: string;
  readonly key: string | null;
}

export interface Listener {
  prepared(run: Prepared): void;
  frames(batch: Batch): void;
  /** All frames so far shall be replaced by these: seen from other directions, in d > 3. */
  restart(batch: Batch): void;
  ended(end: Ended): void;
  refused(refusal: Refusal): void;
}

/** What may be asked of a run at a time. */
export interface Look {
  /** The tokens themselves, [n][d]. */
  readonly tokens: readonly (readonly number[])[];
  readonly gram: { readonly size: number; readonly tokens: Int32Array; readonly cosines: Float32Array };
  /** Shares of the pairs i < j by their cosine, in equal bins of [−1, 1]; sampled where there are too many pairs. */
  readonly cosines: { readonly shares: Float32Array; readonly sampled: boolean };
  /** [n]: how much of its attention a token gives to each; frozen centers of an equation have the rest. */
  readonly attention: { readonly token: number; readonly weights: Float32Array };
  /** How fast tokens move there. */
  readonly velocity: Arrows;
  /** How fast one more token, the last, would move: at places all over circle or sphere. */
  readonly field: Arrows;
}
/** Velocities at places, both [m, shown] as they are shown. */
export interface Arrows {
  readonly places: Float32Array;
  readonly velocities: Float32Array;
}

/** A token held at a place, while it is not yet said that it stays there. */
export interface Trial {
  readonly t: number;
  readonly token: number;
  /** [shown] */
  readonly place: readonly number[];
  /** When to look, ascending, later than t. */
  readonly times: readonly number[];
}

/** What would come of a trial. */
export interface Outlook {
  readonly trial: Trial;
  /** [T, n, shown], as far as it was computed: T may be less than was asked. */
  readonly places: Float32Array;
  /** How many of the times there are. */
  readonly count: number;
  /** [n]: clusters at the last of them. */
  readonly labels: Uint16Array;
}

export type LookName = keyof Look;

/** What figures are drawn from. The equation of a run cannot be sent: the page reads it again. */
export interface Finished {
  readonly spec: RunResult['spec'] | MeasurementParameters;
  readonly trajectory: Recording | Omit<RunResult['trajectory'], 'problem'>;
  readonly measurements: RunResult['measurements'];
  readonly events: RunEvents | null;
}

export interface RecordedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** The worker, as the page sees it; what needs a run that has ended gives null before. */
export interface Session extends Links, Sweeps {
  /** Runs a specification; whatever ran before is let go, and its listener hears no more. */
  run(spec: RunSpec, listener: Listener): Promise<void>;
  /**
   * Shows tokens recorded elsewhere, from a .npy, .npz or HDF5 file. Why they cannot be: then what was shown before
   * stays. Such a film has no end in the sense of `ended`; null comes when all of it was sent.
   */
  play(file: RecordedFile, listener: Listener): Promise<Refusal | null>;
  /** The recorded tokens at the first time as a specification that begins there; null for a run. */
  beginning(): Promise<Answer<RunSpec> | null>;
  /** What is at a frame: the weights of a token, the cosines of pairs, the velocities. Null where there is none. */
  look<K extends LookName>(what: K, frame: number, token: number): Promise<Look[K] | null>;
  /** The row of d numbers that is shown at a place at a time; of a token that is there, or, for null, of one more. */
  lift(t: number, token: number | null, place: readonly number[]): Promise<Float64Array | null>;
  /** What would come if a token were moved: a short run beside the run. */
  foresee(trial: Trial): Promise<Outlook | null>;
  /** What figures are drawn from; null until the run has ended. */
  finished(): Promise<Finished | null>;
  /** What theory says of the run, and what is seen at a frame. */
  comment(frame: number): Promise<Comment | null>;
  /** The run as a file. */
  file(format: FileFormat): Promise<Uint8Array | null>;
  /** The fields of a setting, for an equation and a law of tokens. */
  form(choice: FormChoice): Promise<Form>;
  /** What a typed text means, as on the command line. */
  meaning(text: string): Promise<unknown>;
}

export function refusalOf(error: unknown): Refusal {
  const key = (error as ParkadeError | undefined)?.key;
  return { message: error instanceof Error ? error.message : String(error), key: key ?? null };
}
