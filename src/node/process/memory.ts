/** Memory given back before the system would take it: for long work that leaves much behind and keeps little. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

let collect: (() => void) | undefined;

/** Clears away what nobody holds any more. */
export function collectGarbage(): void {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
}

/**
 * The same items; what those before have left behind is cleared away after so many of them. Left alone, V8 waits until
 * several times of what is alive has been left behind, so that the peak grows with the length of the work for minutes.
 */
export function* clearedAway<Item>(items: Iterable<Item>, each: number): Generator<Item> {
  let count = 0;
  for (const item of items) {
    yield item;
    if (++count % each === 0) collectGarbage();
  }
}
