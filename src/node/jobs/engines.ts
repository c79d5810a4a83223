/** Who computes cells, from the word of --engine: this machine, or workers on any number of machines. */
import { invalid } from '../../core/errors.ts';
import type { Executor } from '../../core/executor.ts';
import type { KnownWork } from '../work/kinds.ts';
import { poolOf } from '../work/pool.ts';
import { looksLikeRedis } from './address.ts';
import type { Tell } from './connection.ts';
import { redisExecutor } from './coordinator.ts';
import { loadQueueLibrary } from './library.ts';

interface EngineOptions {
  /** Of this machine, where it computes. */
  readonly threads?: number | undefined;
  /** Whose work it is, as a queue names it. */
  readonly name: string;
  readonly told: Tell;
  /** A folder shared with workers elsewhere, for results that are too large for a queue. */
  readonly results?: string | undefined;
  /** A cell that so many workers died of is lost. */
  readonly maxStalls?: number;
  /** Words that the command takes beside those of executors, for the sentence that refuses others. */
  readonly others?: readonly string[];
}

interface Engine {
  readonly means: (text: string) => boolean;
  readonly open: (text: string, options: EngineOptions) => Promise<Executor<KnownWork>>;
}

/** A new engine is an entry here. */
const engines: Readonly<Record<string, Engine>> = {
  local: {
    means: (text) => text === 'local',
    async open(_, { threads, results }) {
      if (results === undefined) return poolOf(threads);
      throw invalid('--results', 'come with an engine elsewhere', 'the engine is local', 'drop it');
    },
  },
  'redis://…': {
    means: looksLikeRedis,
    async open(url, options) {
      const executor = redisExecutor({ url, ...options });
      await loadQueueLibrary(); // what is missing is told before anything is begun
      return executor;
    },
  },
};

/** @throws ParkadeError InvalidParameter for a word that is no engine, a wrong address, packages that are missing */
export async function executorFor(text: string, options: EngineOptions): Promise<Executor<KnownWork>> {
  const engine = Object.values(engines).find(({ means }) => means(text));
  if (engine) return engine.open(text, options);
  const came = text.includes('@') ? 'something else' : `"${text.slice(0, 60)}"`;
  throw invalid(
    '--engine',
    `be one of ${[...Object.keys(engines), ...(options.others ?? [])].join(', ')}`,
    `came as ${came}`,
    'the default is local',
  );
}
