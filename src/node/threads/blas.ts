/**
 * A BLAS for Node: the optional package `koffi`, which calls libraries of the system, loaded when a problem asks for
 * it.
 */

import { provideBlas, unavailable } from '../../backends/blas/backend.ts';
import type { Blas } from '../../backends/blas/matrices.ts';
import { openLibrary } from './blas-library.ts';

/** The version that was tested; package.json names it as an optional peer. */
const INSTALL = 'npm install koffi@3.3.4';

/** Opened once a thread. */
let opened: Blas | undefined;

provideBlas(async (equation, slots, options) => {
  opened ??= openLibrary(await loadedKoffi(), process.platform, process.env.PARKADE_BLAS);
  const { prepareBlas } = await import('../../backends/blas/engine.ts');
  return prepareBlas(opened, equation, slots, options);
});

async function loadedKoffi(): Promise<Parameters<typeof openLibrary>[0]> {
  try {
    return (await import('koffi')).default;
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND';
    throw unavailable(
      'find the package koffi in Node',
      `it ${missing ? 'is not installed' : `does not load (${(cause as Error).message})`}`,
      `install it with "${INSTALL}" (4 MB) or use backend "auto"`,
      cause,
    );
  }
}
