/** Values that come faster than they can be used: one at a time, the latest next. Pure. */

/**
 * @param use the next value waits until this has answered, and at least so many milliseconds
 * @returns `push` for a value, `end` for when no more come: it resolves when the last one was used
 */
export function throttled<T>(use: (value: T) => Promise<unknown>, milliseconds: number) {
  let waiting: { value: T } | null = null;
  let running: Promise<void> | null = null;
  async function run(): Promise<void> {
    while (waiting !== null) {
      const { value } = waiting;
      waiting = null;
      await Promise.all([use(value), new Promise((resolve) => setTimeout(resolve, milliseconds))]);
    }
    running = null;
  }
  return {
    push(value: T): void {
      waiting = { value };
      running ??= run();
    },
    async end(): Promise<void> {
      await running;
    },
  };
}
