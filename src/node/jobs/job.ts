/**
 * A job, which goes to a worker, and a reply, which comes back: data of a strict form. Neither holds a path, and who
 * reads one believes nothing of it that the form does not say.
 */
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import { invalid } from '../../core/errors.ts';
import { fromJson, toJson } from '../../core/json.ts';
import type { Answer } from '../threads/answer.ts';
import { isKnownKind, type KnownWork } from '../work/kinds.ts';
import { valueOfText, valueText } from './values.ts';

/** Bytes of the cells of one job, and of the results of one, that may go through Redis. */
export const MOST_BYTES = 4 * 2 ** 20;
/** Cells of a job, far above those that are ever dealt. */
const MOST_CELLS = 100_000;

const hash = z.string().check(z.regex(/^[0-9a-f]{32}$/));
const jobId = z.string().check(z.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-\d{1,12}$/));
const sentence = z.string().check(z.maxLength(20_000));

const cellText = z.strictObject({
  kind: z.string().check(z.refine(isKnownKind)),
  id: z.string().check(z.maxLength(1000)),
  /** As `core/json.ts` writes it, so that every number comes back. */
  cell: z.string().check(z.maxLength(MOST_BYTES)),
});

const jobSchema = z.strictObject({
  format: z.literal('parkade-job'),
  version: z.literal(1),
  /** Of the code that asks: only the same gives the same bits. */
  code: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
  /** Whose it is. */
  name: z.string().check(z.minLength(1), z.maxLength(200)),
  /** Which run of the coordinator asks. */
  run: z.uuid(),
  work: z.array(cellText).check(z.minLength(1), z.maxLength(MOST_CELLS)),
});

export type JobData = z.infer<typeof jobSchema>;
export type CellText = JobData['work'][number];

const mistakeSchema = z.strictObject({
  code: z.enum(['InvalidParameter', 'InvalidInput', 'FileProblem']),
  message: sentence,
  ...{
    key: z.optional(sentence),
    expected: z.optional(sentence),
    came: z.optional(sentence),
    advice: z.optional(sentence),
  },
});

const replySchema = z.strictObject({
  format: z.literal('parkade-reply'),
  version: z.literal(1),
  job: jobId,
  /** Milliseconds of work. */
  ms: z.number().check(z.minimum(0)),
  /** By the content of their cells. */
  answers: z.array(
    z.tuple([hash, z.union([z.strictObject({ value: z.unknown() }), z.strictObject({ mistake: mistakeSchema })])]),
  ),
  /** Whoever computed it died of it: of one of the cells without an answer, or of this one. */
  died: z.optional(z.strictObject({ cell: z.optional(hash), why: sentence })),
  /** A result that is too large for Redis. */
  tooLarge: z.optional(z.strictObject({ cell: hash, bytes: z.number() })),
  /** The answers are in the shared folder, in the file of the job. */
  inFolder: z.optional(z.literal(true)),
});

export type Reply = Omit<z.infer<typeof replySchema>, 'answers' | 'format' | 'version'> & {
  readonly answers: readonly (readonly [hash: string, answer: Answer<unknown>])[];
};

/** A cell as it stands in a job. */
export function textOf({ kind, id, cell }: KnownWork): CellText {
  const text = toJson(cell);
  if (text.length <= MOST_BYTES) return { kind, id, cell: text };
  const size = `${(text.length / 2 ** 20).toFixed(1)} MiB`;
  throw invalid('cell', 'be at most 4 MiB as text for a queue', `has ${size}`, 'use the engine "local"');
}

export function workOfText({ kind, id, cell }: CellText): KnownWork {
  return { kind, id, cell: fromJson(cell) } as KnownWork;
}

/** What a cell says: the same for the same cell, whoever asks for it, and for no other. 128 bits of SHA-256. */
export function hashOf({ kind, id, cell }: CellText): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, id, cell]))
    .digest('hex')
    .slice(0, 32);
}

/** What a queue holds read as a job; null for what is none. */
export function asJob(data: unknown): JobData | null {
  const parsed = jobSchema.safeParse(data);
  return parsed.success ? parsed.data : null;
}

export function replyText({ answers, ...rest }: Reply): string {
  return valueText({ format: 'parkade-reply', version: 1, ...rest, answers });
}

/** What a list of replies holds read as one; null for what is none. */
export function asReply(text: string): Reply | null {
  try {
    const { format: _, version: __, ...reply } = replySchema.parse(valueOfText(text));
    return reply as Reply;
  } catch {
    return null;
  }
}

/** No colon in it: BullMQ keeps those for itself. */
export function jobName(run: string, number: number): string {
  return `${run}-${number}`;
}
