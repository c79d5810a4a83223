/** A sentence about what is seen, and the contract of an entry of the registry that makes one. */
import type { Moment } from './moment.ts';
import type { Setting } from './setting.ts';

/** Plain data: it can be sent to another thread. */
export interface Sentence {
  /** Which entry of the registry made it. */
  readonly id: string;
  readonly says: string;
  /** The numbers in it, in full. */
  readonly numbers: Readonly<Record<string, number>>;
  /** By what they were measured, and which paper says the rest. */
  readonly source: string;
}

interface Said extends Omit<Sentence, 'id'> {
  /** How telling it is here, from 0 to 10: the most telling ones are shown. */
  readonly weight: number;
}

export interface SentenceDefinition {
  readonly id: string;
  /** Null where there is nothing to say; `setting` is null for tokens recorded elsewhere. */
  say(moment: Moment, setting: Setting | null): Said | null;
}
