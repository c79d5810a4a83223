/** Changes that a person makes to the tokens of a run: dragged, added, held fast, taken away, each at its time. */

/** Where a token is put: a row of d numbers, or on the circle its angle in radians. */
type EditPlace = number | readonly number[];

interface At {
  /** From the beginning of the run to before its end. */
  readonly t: number;
}

interface OfToken extends At {
  /** From 0, among those that are there then. */
  readonly token: number;
}

/** At time t the token stands at x. */
interface Move extends OfToken {
  readonly kind: 'move';
  readonly x: EditPlace;
}

/** From t on there is one more token, the last one, which begins at x. */
interface Add extends At {
  readonly kind: 'add';
  readonly x: EditPlace;
}

/** freeze: from t on the token stands still, and the others feel it as before; release: it moves again. */
interface Hold extends OfToken {
  readonly kind: 'freeze' | 'release';
}

/** From t on the last token is gone. */
interface Remove extends At {
  readonly kind: 'remove';
  /** May be given, and is the last one then. */
  readonly token?: number;
}

/** A change of the tokens at a time; of several at one time each is made to what the one before it has left. */
export type Edit = Move | Add | Hold | Remove;

export const editKinds = ['move', 'add', 'freeze', 'release', 'remove'] as const satisfies readonly Edit['kind'][];
