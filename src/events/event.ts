/** What can happen to tokens at an instant. Token indices count from 0; lists of tokens ascend. */

import type { Edit } from '../core/edit.ts';

interface At {
  readonly t: number;
  /** Where that is within its step, 0 to 1, and the step's length: t may be too large to tell two events apart. */
  readonly step: { readonly index: number; readonly theta: number; readonly dt: number };
}

/** A token comes within the radius of a center. */
export interface CaptureEvent extends At {
  readonly kind: 'capture';
  readonly token: number;
  readonly center: number;
  /** The tokens that the center holds, without and with this one. */
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Two clusters become one. */
export interface MergerEvent extends At {
  readonly kind: 'merger';
  readonly before: readonly [readonly number[], readonly number[]];
  readonly after: readonly number[];
}

/** A cluster comes apart: a new one is born. */
export interface BirthEvent extends At {
  readonly kind: 'birth';
  readonly before: readonly number[];
  readonly after: readonly [readonly number[], readonly number[]];
}

/** The last token comes within the threshold of the first one: all are at one place. */
export interface CollapseEvent extends At {
  readonly kind: 'collapse';
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/**
 * A token is edited, between two steps: it is told of the one that follows, at its beginning, with no length.
 */
interface EditEvent extends At {
  readonly kind: 'edit';
  readonly edit: Edit['kind'];
  /** Of a token that is added or removed, the last one. */
  readonly token: number;
}

export type Event = CaptureEvent | MergerEvent | BirthEvent | CollapseEvent | EditEvent;
export type EventKind = Event['kind'];

/** Lengths that events are defined by, in radians. */
export interface EventLengths {
  /** Two tokens closer than that are linked; clusters are what links connect. */
  readonly threshold: number;
  /** A center holds the tokens closer than that. */
  readonly radius: number;
  /** Separation of the Rényi centers of the initial tokens. */
  readonly delta: number;
}

/** What an event is, without its time: two runs tell of the same event when this is the same. */
export function identityOf(event: Event): string {
  switch (event.kind) {
    case 'capture':
      return `capture ${event.token} ${event.center}`;
    case 'merger':
    case 'birth':
      return `${event.kind} ${event.before.join()}|${event.after.join()}`;
    case 'collapse':
      return 'collapse';
    case 'edit':
      return `${event.edit} ${event.token}`;
    default:
      return event satisfies never;
  }
}
