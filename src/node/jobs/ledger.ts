/**
 * The coordinator's book: which cells are out in which jobs, what has been told, what is dealt next. It knows of no
 * Redis. Whatever happens outside, each cell is told exactly once, because only a cell that is out can be settled.
 */
import type { WorkList } from '../../core/executor.ts';
import type { Answer } from '../threads/answer.ts';
import type { KnownWork } from '../work/kinds.ts';
import { earlyAnswers } from './early.ts';
import { type CellText, hashOf, type Reply, textOf } from './job.ts';
import { sizes } from './sizes.ts';

/** A cell that is out, at all of its places in the list. */
interface Entry {
  readonly hash: string;
  readonly indices: number[];
  /** How many of those who computed it, alone, died. */
  deaths: number;
}

/** Bytes of cells that a job is made for. */
const JOB_BYTES = 256 * 1024;
/** A job that somebody died of is cut into so many: the poisoned cell is found in a few steps. */
const PARTS = 8;

interface LedgerEvents {
  settled(index: number, answer: Answer<unknown>): void;
  lost(index: number, why: string): void;
}

export interface Ledger {
  /** The cells of the next job, which are out under its name from now on; none while nothing is left to deal. */
  deal(job: string, hands: number): CellText[];
  heard(reply: Reply, bytes: number): void;
  /** A job that is gone, nobody knows where: a Redis that lost its last second, another coordinator of this name. */
  vanished(job: string): void;
  /** Jobs that are out. */
  readonly jobs: ReadonlyMap<string, unknown>;
  /** Cells that have been told, and those that there are. */
  readonly told: number;
  readonly over: boolean;
}

/** @param maxStalls a cell that so many died of is lost */
export function ledgerOf(work: WorkList<KnownWork>, maxStalls: number, { settled, lost }: LedgerEvents): Ledger {
  const size = sizes();
  const jobs = new Map<string, readonly Entry[]>();
  const open = new Map<string, Entry>();
  /** Of jobs that came back without some of their answers, before any new ones. */
  const again: (readonly Entry[])[] = [];
  const early = earlyAnswers();
  let next = 0;
  let told = 0;

  const settle = (entry: Entry, tell: (index: number) => void) => {
    open.delete(entry.hash);
    for (const index of entry.indices) {
      told++;
      tell(index);
    }
  };

  /** Cells that nobody has yet; those whose answers came before, and those that are out already, are left out. */
  const fresh = (most: number): [Entry, CellText][] => {
    const dealt: [Entry, CellText][] = [];
    for (let bytes = 0; dealt.length < most && bytes < JOB_BYTES && next < work.length; ) {
      const index = next++;
      const text = textOf(work.at(index) as KnownWork);
      const hash = hashOf(text);
      const known = early.take(hash);
      const out = open.get(hash);
      if (known) {
        told++;
        settled(index, known);
      } else if (out) out.indices.push(index);
      else {
        const entry = { hash, indices: [index], deaths: 0 };
        open.set(hash, entry);
        dealt.push([entry, text]);
        bytes += text.cell.length;
      }
    }
    return dealt;
  };

  const returned = (most: number): [Entry, CellText][] => {
    const part = (again.pop() ?? []).filter(isOpen);
    if (part.length > most) again.push(part.slice(most));
    return part.slice(0, most).map((entry) => [entry, textOf(work.at(entry.indices[0]) as KnownWork)]);
  };

  const isOpen = (entry: Entry) => open.get(entry.hash) === entry;

  const died = (entries: readonly Entry[], why: string) => {
    if (entries.length !== 1) {
      const length = Math.ceil(entries.length / PARTS);
      for (let from = 0; from < entries.length; from += length) again.push(entries.slice(from, from + length));
      return;
    }
    const [entry] = entries;
    entry.deaths++;
    if (entry.deaths >= maxStalls) settle(entry, (index) => lost(index, `${why} (${entry.deaths} times)`));
    else again.push(entries);
  };

  return {
    jobs,
    get told() {
      return told;
    },
    get over() {
      return told === work.length;
    },
    deal(job, hands) {
      let dealt: [Entry, CellText][] = [];
      const left = again.reduce((sum, part) => sum + part.length, work.length - next);
      const most = size.next(left, hands);
      while (again.length > 0 && dealt.length === 0) dealt = returned(most);
      if (dealt.length === 0) dealt = fresh(most);
      if (dealt.length > 0)
        jobs.set(
          job,
          dealt.map(([entry]) => entry),
        );
      return dealt.map(([, text]) => text);
    },
    heard({ job, ms, answers, died: death, tooLarge }, bytes) {
      const entries = jobs.get(job);
      jobs.delete(job);
      for (const [hash, answer] of answers) {
        const entry = open.get(hash);
        if (entry) settle(entry, (index) => settled(index, answer));
        else if (!entries) early.keep(hash, answer, bytes / answers.length);
      }
      const large = tooLarge && open.get(tooLarge.cell);
      if (large) settle(large, (index) => lost(index, tooLargeFor(tooLarge.bytes)));
      if (!entries) return;
      size.heard(answers.length, ms, bytes);
      const left = entries.filter(isOpen);
      const guilty = left.filter(({ hash }) => hash === death?.cell);
      const others = left.filter(({ hash }) => hash !== death?.cell);
      if (death && guilty.length === 0) died(others, death.why);
      else if (others.length > 0) again.push(others);
      if (death && guilty.length > 0) died(guilty, death.why);
    },
    vanished(job) {
      const left = jobs.get(job)?.filter(isOpen) ?? [];
      jobs.delete(job);
      if (left.length > 0) again.push(left);
    },
  };
}

function tooLargeFor(bytes: number): string {
  const size = `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  return `its result should have at most 4 MiB to go through Redis, but has ${size}; start workers with --results FOLDER, a folder that they share with this machine, and give the same here`;
}
