/** One setting, or two side by side on one seed and one clock: A, and B. */

import type { RunSpec } from 'parkade';
import { getContext, setContext } from 'svelte';
import { partingTime } from '../compare/parting.ts';
import { Lab } from './lab.svelte.ts';

export class Pair {
  readonly a = new Lab();
  b = $state.raw<Lab | null>(null);
  /** How much of the page is shown where it is part of another. */
  embed = $state<'full' | 'timeline' | 'stage'>('full');
  /** Which of them the panels speak of. */
  private second = $state(false);

  /** When they part; null where they do not, as far as both are computed. */
  readonly parting = $derived.by((): number | null => {
    const [a, b] = [this.a.film, this.b?.film];
    if (!a || !b || this.a.end === null || this.b?.end === null) return null;
    return partingTime(a, b);
  });

  get active(): Lab {
    return this.second && this.b !== null ? this.b : this.a;
  }
  get activeName(): 'A' | 'B' {
    return this.second && this.b !== null ? 'B' : 'A';
  }
  choose(name: 'A' | 'B'): void {
    this.second = name === 'B';
  }

  /** B begins as A is, or with a setting of its own, and is what the panels speak of then. */
  compare(spec?: RunSpec): void {
    const b = new Lab(this.a);
    b.open(spec ?? this.a.spec);
    b.colouring = this.a.colouring;
    this.b = b;
    this.second = true;
  }

  single(): void {
    this.b?.close();
    this.b = null;
    this.second = false;
  }

  /** B shows the time of A, and has its seed. To be called from an effect. */
  follow(): void {
    const { a, b } = this;
    if (b === null) return;
    void b.frames; // as it grows
    b.showTime(a.time);
    if (a.spec.seed !== b.spec.seed) b.change({ seed: a.spec.seed ?? 1 });
  }
}

const KEY = Symbol('pair');

export function providePair(pair: Pair): Pair {
  return setContext(KEY, pair);
}
export function thePair(): Pair {
  return getContext<Pair>(KEY);
}
