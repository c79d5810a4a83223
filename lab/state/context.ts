/** The lab of the page, for every component in it. */
import { getContext, setContext } from 'svelte';
import type { Lab } from './lab.svelte.ts';

const KEY = Symbol('lab');

export function provide(lab: Lab): Lab {
  return setContext(KEY, lab);
}

export function theLab(): Lab {
  return getContext<Lab>(KEY);
}
