/** The time shown and the film, told about ten times a second: for what is read, which need not change with every frame. */
import { getContext, setContext } from 'svelte';
import type { Film } from '../../engine/film.ts';
import type { Lab } from '../../state/lab.svelte.ts';
import { atMostEvery } from './at-most-every.ts';

const BETWEEN = 90;
const KEY = Symbol('beat');

export class Beat {
  film = $state.raw<Film | null>(null);
  /** How many frames the film had. */
  frames = $state(0);
  time = $state(0);
  /** The frame at that time. */
  readonly frame = $derived(this.film === null || this.frames === 0 ? 0 : this.film.frameAt(this.time));

  /** To be made while a component begins: it follows the lab as long as that lives. */
  constructor(lab: Lab) {
    const { call, cancel } = atMostEvery(BETWEEN, () => {
      this.film = lab.film;
      this.frames = lab.film?.frames ?? 0;
      this.time = lab.time;
    });
    $effect(() => {
      void [lab.film, lab.frames, lab.time];
      call();
    });
    $effect(() => cancel);
    setContext(KEY, this);
  }
}

export function theBeat(): Beat {
  return getContext<Beat>(KEY);
}
