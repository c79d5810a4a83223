/** How many threads may compute one field here. */

/** More threads than this have less than a block of rows each, of the fields that people look at. */
const MOST_THREADS = 8;

/**
 * The threads that may share memory, this one included: 1 where the page is not isolated (headers COOP and COEP), where
 * the browser has no SharedArrayBuffer, or where the machine has one core.
 */
export function threadsHere(): number {
  const mayShare = typeof SharedArrayBuffer === 'function' && globalThis.crossOriginIsolated === true;
  return mayShare ? Math.max(1, Math.min(MOST_THREADS, navigator.hardwareConcurrency || 1)) : 1;
}
