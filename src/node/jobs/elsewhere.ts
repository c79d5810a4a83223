/** Every engine whose work outlives the command that began it. */

import { redis } from './queued.ts';
import type { Elsewhere, RemoteEngine } from './remote-engine.ts';
import { slurm } from './slurm.ts';

/** A new engine whose work outlives the command is an entry here. */
const engines: Readonly<Record<string, RemoteEngine>> = { slurm, redis };

/** By the name of the engine. */
export async function elsewhere(folder: string): Promise<ReadonlyMap<string, Elsewhere>> {
  const found = new Map<string, Elsewhere>();
  for (const [name, engine] of Object.entries(engines)) {
    const status = await engine.status(folder);
    if (status !== null) found.set(name, status);
  }
  return found;
}

/** @returns sentences, none where nothing goes on elsewhere */
export async function cancelElsewhere(folder: string): Promise<readonly string[]> {
  const said: string[] = [];
  for (const engine of Object.values(engines)) {
    const sentence = await engine.cancel(folder);
    if (sentence !== null) said.push(sentence);
  }
  return said;
}
