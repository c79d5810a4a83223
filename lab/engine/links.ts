/** Links and specifications read and written where the core is: what is wrong with one is told in the core's sentence. */
import type { RunSpec } from 'parkade';
import { type LinkState, readLink, shortSpec, writeLink } from 'parkade/link';
import { prepared } from './limits.ts';
import { type Refusal, refusalOf } from './protocol.ts';

/** A value, or why there is none: errors themselves lose their fields between threads. */
export type Answer<T> = { readonly value: T } | { readonly refusal: Refusal };

/** What can be made, or why it cannot. */
export function answer<T>(make: () => T): Answer<T> {
  try {
    return { value: make() };
  } catch (error) {
    return { refusal: refusalOf(error) };
  }
}

/** @throws ParkadeError for a specification that cannot be run, Error for one that is too large for the lab */
export function shortest(spec: RunSpec): RunSpec {
  prepared(spec);
  return shortSpec(spec);
}

export interface Links {
  /** The fragment, without #. */
  link(state: LinkState): Promise<Answer<string>>;
  /** The state of a link whose settings can be run. */
  unlink(text: string): Promise<Answer<LinkState>>;
  /** A specification whose settings can be run, as short as it can be said. */
  specification(given: unknown): Promise<Answer<RunSpec>>;
}

export const links: Links = {
  link: async (state) =>
    answer(() => {
      const { spec, compare } = state;
      const shorter = { ...state, spec: shortSpec(spec) };
      return writeLink(compare ? { ...shorter, compare: { ...compare, spec: shortSpec(compare.spec) } } : shorter);
    }),
  unlink: async (text) =>
    answer(() => {
      const state = readLink(text);
      prepared(state.spec);
      if (state.compare) prepared(state.compare.spec);
      return state;
    }),
  specification: async (given) => answer(() => shortest(given as RunSpec)),
};
