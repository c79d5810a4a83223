/** The address of the page follows what is shown, so that a reload, or a copied address, comes back to it. */
import type { LinkState } from 'parkade/link';
import { speaksOf } from '../state/caption.ts';
import type { Pair } from '../state/pair.svelte.ts';
import { keep } from './past.ts';
import { show, stateOf } from './state.ts';
import { titleOf } from './title.ts';

/** Milliseconds of rest before the address is written. */
const REST = 500;

export class Address {
  private readonly pair: Pair;
  /** The fragment that this page wrote or read last. */
  private fragment = '';
  private waiting: ReturnType<typeof setTimeout> | undefined;
  /** Why a link could not be opened. */
  problem = $state<string | null>(null);

  constructor(pair: Pair) {
    this.pair = pair;
  }

  /** Opens the link in the address, if there is one; whether it did. */
  async read(): Promise<boolean> {
    const text = location.hash;
    if (text.length < 2 || text.slice(1) === this.fragment) return false;
    return this.open(text);
  }

  /** Opens a link; what was there stays where it cannot be. */
  async open(text: string): Promise<boolean> {
    const answer = await this.pair.a.session.unlink(text);
    if ('refusal' in answer) {
      this.problem = answer.refusal.message;
      return false;
    }
    this.problem = null;
    this.fragment = text.slice(text.indexOf('#') + 1);
    if (location.hash.slice(1) !== this.fragment) history.replaceState(null, '', `#${this.fragment}`);
    show(this.pair, answer.value);
    return true;
  }

  /** The whole address of what is shown. */
  async linkOf(state: LinkState): Promise<string> {
    const answer = await this.pair.a.session.link(state);
    if ('refusal' in answer) throw new Error(answer.refusal.message);
    return `${location.href.split('#')[0]}#${answer.value}`;
  }

  /** To be called from an effect: notes what the address depends on, and writes it when all is at rest. */
  follow(): void {
    const { a, b } = this.pair;
    const settled =
      !a.playing && !a.computing && a.film !== null && a.recorded === null && (b === null || !b.computing);
    // A state of the gallery, as it is, is found there again.
    const worth =
      a.canUndo || b !== null || this.fragment !== '' || !speaksOf(a.caption, a.spec) || a.caption.unlisted === true;
    const { embed } = this.pair;
    const state = settled && worth ? stateOf(this.pair, { time: true, embed }) : null;
    clearTimeout(this.waiting);
    if (state !== null) this.waiting = setTimeout(() => void this.write(state), REST);
  }

  private async write(state: LinkState): Promise<void> {
    const answer = await this.pair.a.session.link(state);
    if ('refusal' in answer || answer.value === this.fragment) return;
    this.fragment = answer.value;
    history.replaceState(null, '', `#${this.fragment}`);
    // What another page has within it was not looked for by anybody.
    if (window.parent === window) await keep({ fragment: this.fragment, title: titleOf(state.spec), when: Date.now() });
  }
}
