/** A worker that computes for long and still hears what it is asked. */

/** Milliseconds of computing between two breaths. */
const BETWEEN = 8;

/** A pause in which messages that came in are heard; far shorter than that of a timer. */
function pause(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}

/** To be called often: breathes when it is time to. */
export function breathing(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < BETWEEN) return undefined;
    return pause().then(() => {
      last = performance.now();
    });
  };
}
