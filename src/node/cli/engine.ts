/** Who computes what a command asks for: what --engine says, opened before anything is begun. */
import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import type { Executor } from '../../core/executor.ts';
import { executorFor } from '../jobs/engines.ts';
import type { KnownWork } from '../work/kinds.ts';

export interface EngineFlags {
  /** By default local. */
  readonly engine?: string;
  readonly results?: string;
  readonly threads?: number;
}

/**
 * @param subject what is computed: check, the name of a preset
 * @param folder where it goes: the same work on the same machine goes on under the same name
 * @param others engines that are no executors, which the command knows
 * @throws ParkadeError
 */
export function engineFor(
  { engine = 'local', results, threads }: EngineFlags,
  subject: string,
  folder: string,
  others: readonly string[] = [],
): Promise<Executor<KnownWork>> {
  return executorFor(engine, {
    ...{ threads, results, name: workName(subject, folder), others },
    told: (says) => process.stderr.write(`${subject}: ${says}\n`),
  });
}

/** What work is called in a queue. */
export function workName(subject: string, folder: string): string {
  const whose = createHash('sha256')
    .update(`${hostname()} ${resolve(folder)}`)
    .digest('hex');
  return `${subject}-${whose.slice(0, 12)}`;
}
