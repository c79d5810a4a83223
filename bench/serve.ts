/** Answers the bench's lines of words (side.ts) for a peer in JavaScript. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createInterface } from 'node:readline';

export type Given = Readonly<Record<string, string>>;

/** A field made ready. */
export interface Prepared {
  /** Computes ẋ once, until it is really there. */
  field(): void | Promise<void>;
  /** ẋ [n, d] after the last `field`. */
  result(): ArrayLike<number> | Promise<ArrayLike<number>>;
  release?(): void;
  /** Which of several ways it takes. */
  readonly path?: string;
}

export interface Served {
  /** What is measured, with its version. */
  readonly version: string;
  /** @throws NotCovered */
  prepare(words: Given): Prepared | Promise<Prepared>;
  simulate?(words: Given): Promise<object>;
}

/** A case outside what a peer was written for, or that this version of parkade lacks: a dash in the tables, not a failure. */
export class NotCovered extends Error {}

/** The doubles of a raw file, or null where none is named. */
export function readNumbers(path: string | undefined): Float64Array | null {
  if (path === undefined) return null;
  const bytes = readFileSync(path);
  return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

export function writeNumbers(path: string, numbers: Float64Array): void {
  writeFileSync(path, new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
}

/** This thread's own time where Node tells it (from 23.9), else the process's. */
export function cpuSeconds(): number {
  const own = (process as { threadCpuUsage?: () => NodeJS.CpuUsage }).threadCpuUsage;
  const { user, system } = own ? own.call(process) : process.cpuUsage();
  return (user + system) / 1e6;
}

async function timed({ field }: Prepared, count: number): Promise<object> {
  const wall = performance.now();
  const cpu = cpuSeconds();
  for (let i = 0; i < count; i++) {
    const pending = field();
    if (pending instanceof Promise) await pending; // what answers at once is not made to wait
  }
  return { cpu: cpuSeconds() - cpu, wall: (performance.now() - wall) / 1_000 };
}

async function answer(
  served: Served,
  prepared: Map<string, Prepared>,
  operation: string,
  words: Given,
): Promise<object> {
  switch (operation) {
    case 'hello':
      return { version: served.version };
    case 'prepare': {
      const ready = await served.prepare(words);
      prepared.set(words.peer, ready);
      return { path: ready.path };
    }
    case 'time':
      return timed(prepared.get(words.peer) as Prepared, Number(words.count));
    case 'result':
      writeNumbers(words.file, Float64Array.from(await (prepared.get(words.peer) as Prepared).result()));
      return {};
    case 'release':
      for (const { release } of prepared.values()) release?.();
      prepared.clear();
      return {};
    case 'simulate':
      if (served.simulate) return served.simulate(words);
      throw new NotCovered('simulates nothing');
    default:
      throw new Error(`no operation ${operation}`);
  }
}

function wordsOf(pairs: readonly string[]): Given {
  return Object.fromEntries(pairs.map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]));
}

/** Serves until standard input ends. */
export async function serve(served: Served): Promise<void> {
  const prepared = new Map<string, Prepared>();
  for await (const line of createInterface({ input: process.stdin })) {
    const [operation, ...pairs] = line.split(' ');
    let reply: object;
    try {
      reply = await answer(served, prepared, operation, wordsOf(pairs));
    } catch (error) {
      const { message } = error as Error;
      reply = error instanceof NotCovered ? { none: message } : { failed: message };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}
