/** Links and specifications read and written where the core is: what is wrong with one is told in the core's sentence. */
import { prepareRun, type RunSpec } from 'parkade';
import { type LinkState, readLink, shortSpec, writeLink } from 'parkade/link';
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
      prepareRun(state.spec);
      if (state.compare) prepareRun(state.compare.spec);
      return state;
    }),
  specification: async (given) => answer(() => shortSpec(given as RunSpec)),
};
