/** What Ctrl-C does: it asks work to stop; where none listens, or all was asked already, it undoes what is half made and ends the program. */

const running = new Set<AbortController>();
const halfMade = new Set<() => void>();
const INTERRUPTED = 130;

/** Work that the first Ctrl-C asks to stop, through the signal of its controller; a second one ends the program. */
export async function interruptible<T>(work: (controller: AbortController) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  running.add(controller);
  listen();
  try {
    return await work(controller);
  } finally {
    running.delete(controller);
    listenNoLonger();
  }
}

/**
 * Something half made that must not stay when the program ends.
 * @returns to be called when it is made, or undone
 */
export function undoneByInterrupt(undo: () => void): () => void {
  halfMade.add(undo);
  listen();
  return () => {
    halfMade.delete(undo);
    listenNoLonger();
  };
}

function interrupt(): void {
  const unasked = [...running].filter(({ signal }) => !signal.aborted);
  for (const controller of unasked) controller.abort();
  if (unasked.length > 0) return;
  for (const undo of halfMade) undo();
  process.exit(INTERRUPTED);
}

function listen(): void {
  if (!process.listeners('SIGINT').includes(interrupt)) process.on('SIGINT', interrupt);
}

/** Not at once: a Ctrl-C that came while a computation kept the program busy is heard before this. */
function listenNoLonger(): void {
  setImmediate(() => {
    if (running.size + halfMade.size === 0) process.off('SIGINT', interrupt);
  });
}
