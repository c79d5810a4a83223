/**
 * What Ctrl-C does, and SIGTERM (Slurm, Docker, kill) and SIGHUP (a terminal that closes) like it: work is asked to
 * stop; where none listens, or all was asked already, what is half made is undone and the program ends.
 */

/** Signals that end a program, with the exit codes that shells know them by. */
const CODES = { SIGINT: 130, SIGTERM: 143, SIGHUP: 129 } as const;

type Interruption = keyof typeof CODES;
export type InterruptedCode = (typeof CODES)[Interruption];

/**
 * Signals this soon after the first one repeat it: `timeout` sends its own to the program and to its whole group, npm
 * hands Ctrl-C on to a program that the terminal has told already. Nobody presses Ctrl-C twice in a quarter of a
 * second.
 */
const SAME_REQUEST_MS = 250;

const running = new Set<AbortController>();
const halfMade = new Set<() => void>();
let last: Interruption = 'SIGINT';
let askedAt = -Infinity;

/** Work that the first signal asks to stop, through the signal of its controller; a second one ends the program. */
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

/** The exit code of a program that was stopped: by its signal. */
export function interruptedCode(): InterruptedCode {
  return CODES[last];
}

function interrupt(signal: NodeJS.Signals): void {
  const now = performance.now();
  const unasked = [...running].filter((controller) => !controller.signal.aborted);
  // Work that began after the last signal was not asked by it, however soon it is asked now.
  if (unasked.length === 0 && now - askedAt < SAME_REQUEST_MS) return;
  last = signal as Interruption;
  if (unasked.length > 0) {
    for (const controller of unasked) controller.abort();
    askedAt = now;
    return;
  }
  for (const undo of halfMade) undo();
  process.exit(interruptedCode());
}

const signals = Object.keys(CODES) as Interruption[];

function listen(): void {
  for (const signal of signals) {
    if (!process.listeners(signal).includes(interrupt)) process.on(signal, interrupt);
  }
}

/** Not at once: a signal that came while a computation kept the program busy is heard before this. */
function listenNoLonger(): void {
  setImmediate(() => {
    if (running.size + halfMade.size === 0) for (const signal of signals) process.off(signal, interrupt);
  });
}
