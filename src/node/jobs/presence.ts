/** Who is there: workers and coordinators say so every few seconds, and are forgotten soon after they fall silent. */
import { hostname } from 'node:os';
import * as z from 'zod/mini';
import { PREFIX } from './keys.ts';
import type { Redis } from './library.ts';

const BEAT_MS = 3000;
const FORGOTTEN_SECONDS = 15;
/** Of those who are read; whoever lists more is none of ours. */
const MOST = 10_000;

const count = z.int().check(z.minimum(0));
const common = { machine: z.string().check(z.maxLength(300)), pid: z.int(), code: z.string().check(z.maxLength(64)) };

const schemas = {
  workers: z.object({ ...common, threads: z.int().check(z.minimum(1)), busy: count }),
  coordinators: z.object({ ...common, name: z.string().check(z.maxLength(200)), cells: count, told: count }),
} as const;

type Kind = keyof typeof schemas;
export type Present<Of extends Kind> = z.infer<(typeof schemas)[Of]>;

const keyOf = (kind: Kind, id: string) => `${PREFIX}:${kind}:${id}`;
const setOf = (kind: Kind) => `${PREFIX}:${kind}`;

/**
 * Says that one is there until it is ended.
 * @param about asked for at each beat
 * @returns ends it
 */
export function announce<Of extends Kind>(
  client: Redis,
  kind: Of,
  id: string,
  about: () => Omit<Present<Of>, 'machine' | 'pid'>,
): () => Promise<void> {
  const beat = () => {
    const text = JSON.stringify({ machine: hostname(), pid: process.pid, ...about() });
    // A Redis that is gone is told of elsewhere; nothing is queued for it meanwhile.
    if (client.status !== 'ready') return;
    client
      .multi()
      .sadd(setOf(kind), id)
      .set(keyOf(kind, id), text, 'EX', FORGOTTEN_SECONDS)
      .exec()
      .catch(() => {});
  };
  beat();
  const timer = setInterval(beat, BEAT_MS);
  return async () => {
    clearInterval(timer);
    await client.multi().srem(setOf(kind), id).del(keyOf(kind, id)).exec();
  };
}

/** All who are there; those who fell silent are struck off. */
export async function present<Of extends Kind>(client: Redis, kind: Of): Promise<Present<Of>[]> {
  const ids = (await client.smembers(setOf(kind))).slice(0, MOST);
  if (ids.length === 0) return [];
  const texts = await client.mget(ids.map((id) => keyOf(kind, id)));
  const silent = ids.filter((_, i) => texts[i] === null);
  if (silent.length > 0) await client.srem(setOf(kind), ...silent);
  return texts.flatMap((text) => {
    const read = schemas[kind].safeParse(text === null ? null : parsed(text));
    return read.success ? [read.data as Present<Of>] : [];
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
