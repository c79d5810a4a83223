/** What has become of the elements of an array: the queue says who waits and runs, the rows say who is done. */
import { counted } from '../../core/counted.ts';
import { shellQuoted } from '../process/invocation.ts';
import { holderOf } from '../process/lock.ts';
import { openInParts, partFolder } from '../store/sweep-parts.ts';
import { planHash, planOfRecord, readSweepRecord } from '../store/sweep-record.ts';
import type { Elsewhere } from './remote-engine.ts';
import { queueOf } from './slurm-commands.ts';
import { type ArrayRecord, givenUp, scriptPath, slurmFolder } from './slurm-record.ts';

type ElementState = 'waiting' | 'running' | 'done' | 'ended';

interface Elements {
  readonly waiting: number;
  readonly running: number;
  /** Every cell of their parts has ended. */
  readonly done: number;
  /** No longer in the queue, with cells that have not ended. */
  readonly ended: readonly { readonly element: number; readonly open: number; readonly why: string | null }[];
}

const RUNNING = ['RUNNING', 'COMPLETING', 'STAGE_OUT', 'SIGNALING', 'SUSPENDED', 'STOPPED'];

export function arrayStatus(folder: string, array: ArrayRecord, job: string | null): Elsewhere {
  const queue = job === null ? 'it has not begun' : queueOf(job);
  const elements = elementsOf(folder, array, typeof queue === 'string' ? null : queue.states);
  const active = elements.waiting + elements.running > 0;
  const details = {
    job,
    ...array,
    queue: typeof queue === 'string' ? queue : null,
    ...elements,
    elements: array.elements,
  };
  return { active, says: sentences(folder, array, job, typeof queue === 'string' ? queue : null, elements), details };
}

/** @param states of the queue; null where it cannot be asked: then the locks of the parts tell who computes */
function elementsOf(folder: string, { elements }: ArrayRecord, states: ReadonlyMap<number, string> | null): Elements {
  const plan = planOfRecord(readSweepRecord(folder));
  const hash = planHash(plan.spec);
  const open = openInParts(folder, hash, plan.length, elements);
  const stateOf = (element: number): ElementState => {
    const state = states?.get(element);
    if (state !== undefined) return RUNNING.includes(state) ? 'running' : 'waiting';
    if (states === null && isHeld(partFolder(folder, hash, { part: element, of: elements }))) return 'running';
    return open[element] === 0 ? 'done' : 'ended';
  };
  const all = Array.from({ length: elements }, (_, element) => stateOf(element));
  const count = (state: ElementState) => all.filter((one) => one === state).length;
  const ended = all.flatMap((state, element) =>
    state === 'ended' ? [{ element, open: open[element], why: givenUp(folder, element) }] : [],
  );
  return { waiting: count('waiting'), running: count('running'), done: count('done'), ended };
}

function isHeld(folder: string): boolean {
  try {
    return holderOf(folder) !== null;
  } catch {
    return false; // there is no such folder
  }
}

const MOST_NAMED = 8;

function sentences(
  folder: string,
  { elements, written, cancelled }: ArrayRecord,
  job: string | null,
  unknown: string | null,
  { waiting, running, done, ended }: Elements,
): string[] {
  if (job === null)
    return [`${shellQuoted(scriptPath(folder))} was written ${written}; none of its elements has begun.`];
  const parts = [
    ...(unknown === null ? [`${waiting} wait`] : []),
    `${running} run`,
    `${done} are done`,
    ...(ended.length > 0 ? [`${ended.length} have cells left`] : []),
  ];
  const source = unknown === null ? '' : ` (${unknown}, so this is what lies on disk)`;
  const named = ended.slice(0, MOST_NAMED).map(({ element }) => element);
  const more = ended.length > MOST_NAMED ? ', …' : '';
  const why = [...new Set(ended.flatMap((element) => (element.why === null ? [] : [element.why])))];
  const over = unknown === null && ended.length > 0;
  return [
    `Job ${job} of Slurm has ${counted(elements, 'element')}: ${parts.join(', ')}${source}.`,
    ...(cancelled === null ? [] : [`It was cancelled ${cancelled}.`]),
    ...(over
      ? [
          `No longer in the queue, with cells left: ${named.join(', ')}${more}; ${shellQuoted(slurmFolder(folder))}/element-${named[0]}.log says more.`,
        ]
      : []),
    ...why.slice(0, 3).map((reason) => `Given up: ${reason}.`),
  ];
}
