/** What happened along a run, as marks on the timeline. Pure. */
import type { RunEvents } from 'parkade';
import { timeText } from '../text/numbers.ts';
import { nameOf } from '../text/tokens.ts';

type Event = RunEvents['list'][number];
export type HappeningKind = Event['kind'];

/** In the order in which they are told: the rarest last. */
export const happeningKinds: readonly {
  readonly kind: HappeningKind;
  /** Of one, and of many. */
  readonly one: string;
  readonly many: string;
}[] = [
  { kind: 'capture', one: 'capture', many: 'captures' },
  { kind: 'merger', one: 'merger', many: 'mergers' },
  { kind: 'birth', one: 'birth', many: 'births' },
  { kind: 'collapse', one: 'collapse', many: 'collapses' },
  { kind: 'edit', one: 'edit', many: 'edits' },
];

const EDITED = {
  ...{ move: 'is moved', add: 'joins', freeze: 'is held fast', release: 'is let go', remove: 'is taken away' },
} as const;

export interface Happening {
  readonly t: number;
  readonly kind: HappeningKind;
  readonly says: string;
  /** The token that it is about. */
  readonly token: number;
}

export function happeningsOf(list: readonly Event[]): Happening[] {
  return list.map((event) => ({ t: event.t, kind: event.kind, ...toldOf(event) }));
}

function toldOf(event: Event): Pick<Happening, 'says' | 'token'> {
  const at = `t = ${timeText(event.t)}`;
  switch (event.kind) {
    case 'capture':
      return { token: event.token, says: `${nameOf(event.token)} is captured by ${nameOf(event.center)} at ${at}` };
    case 'merger': {
      const [one, other] = event.before;
      const says = `the clusters of ${nameOf(one[0])} (${one.length}) and ${nameOf(other[0])} (${other.length}) merge at ${at}`;
      return { token: one[0], says };
    }
    case 'birth': {
      const [one, other] = event.after;
      return { token: other[0], says: `${nameOf(other[0])} leaves the cluster of ${nameOf(one[0])} at ${at}` };
    }
    case 'collapse':
      return { token: 0, says: `all ${event.after.length} tokens are at one place from ${at} on` };
    case 'edit':
      return { token: event.token, says: `${nameOf(event.token)} ${EDITED[event.edit]} at ${at}` };
    default:
      return event satisfies never;
  }
}

/** The first of these after a time, or the last before it. */
export function nextAfter(list: readonly Happening[], t: number): Happening | null {
  return list.find((one) => one.t > t) ?? null;
}
export function lastBefore(list: readonly Happening[], t: number): Happening | null {
  return list.findLast((one) => one.t < t) ?? null;
}
