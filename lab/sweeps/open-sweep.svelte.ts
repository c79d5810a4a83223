/** A sweep that is open: what is shown of it, which of its points is chosen, and the run that was opened last. */
import type { SweepAtHand, SweepRun } from '../engine/sweeps.ts';
import { begins } from '../share/begins.ts';
import type { Pair } from '../state/pair.svelte.ts';
import { type Choice, firstChoice } from './choice.ts';
import { runWords } from './words.ts';

export class OpenSweep {
  readonly data: SweepAtHand;
  private readonly pair: Pair;
  /** Whether the sweep is before the page; else one of its runs is looked at, or something else. */
  shown = $state(true);
  choice = $state.raw<Choice>({} as Choice);
  /** Its number among the groups. */
  point = $state<number | null>(null);
  /** The place of the run that was opened last. */
  lastPlace = $state<number | null>(null);
  lastWords = $state<string | null>(null);
  problem = $state<string | null>(null);

  constructor(data: SweepAtHand, pair: Pair) {
    this.data = data;
    this.pair = pair;
    this.choice = firstChoice(data.means);
  }

  /** Runs of the chosen point, from one on. */
  runs(point: number, column: string, from: number) {
    return this.pair.a.session.sweepRuns(this.data.means.groups[point].at, column, from);
  }

  /** Shows a run on the stage, as any link does. */
  async open(point: number, run: SweepRun): Promise<void> {
    this.problem = null;
    const { a } = this.pair;
    const answer = await a.session.sweepRun(run.place);
    if ('refusal' in answer) {
      this.problem = answer.refusal.message;
      return;
    }
    const words = runWords(this.data.means, point, run);
    this.pair.single();
    [a.asked, a.secret, a.chosen, a.hovered] = [null, false, null, null];
    a.caption = {
      ...{ title: this.data.title, spec: answer.value, unlisted: true },
      ...{ says: `A run of the sweep “${this.data.title}”: ${words}.`, tryThis: '' },
    };
    a.open(answer.value);
    begins(a);
    [this.lastPlace, this.lastWords] = [run.place, words];
    this.shown = false;
  }
}
