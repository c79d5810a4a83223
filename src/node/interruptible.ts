/** Work that the first Ctrl-C asks to stop, through the signal of its controller; a second one ends the program. */
export async function interruptible<T>(work: (controller: AbortController) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const stop = () => controller.abort();
  process.once('SIGINT', stop);
  try {
    return await work(controller);
  } finally {
    process.off('SIGINT', stop);
  }
}
