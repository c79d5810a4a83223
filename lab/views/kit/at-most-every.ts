/** Something that is asked for often is done now and then: at once, and later once more for all that was asked meanwhile. */
export function atMostEvery(milliseconds: number, act: () => void): { call: () => void; cancel: () => void } {
  let last = -Infinity;
  let waiting: ReturnType<typeof setTimeout> | null = null;
  const now = () => {
    waiting = null;
    last = performance.now();
    act();
  };
  return {
    call() {
      if (waiting !== null) return;
      const rest = last + milliseconds - performance.now();
      if (rest <= 0) now();
      else waiting = setTimeout(now, rest);
    },
    cancel() {
      if (waiting !== null) clearTimeout(waiting);
      waiting = null;
    },
  };
}
