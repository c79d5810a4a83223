/** Finds the system's BLAS and looks whether it is one that can be used. */

import { unavailable } from '../../backends/blas/backend.ts';
import { AS_IT_IS, type Blas, type Dgemm, ROWS } from '../../backends/blas/matrices.ts';

/** The little of koffi that is used here. */
interface Libraries {
  /** @throws Error when there is none of that name */
  load(name: string): Library;
}

interface Library {
  /** @throws Error when it has no such function */
  func(prototype: string): (...parameters: unknown[]) => unknown;
}

interface Place {
  /** Names that the system's loader looks up, the best first. */
  readonly names: readonly string[];
  /** How to get one. */
  readonly advice: string;
}

/** Where a BLAS is found, and how it comes there. */
const places: Readonly<Record<string, Place>> = {
  linux: {
    names: ['libopenblas.so.0', 'libopenblas.so', 'libblis.so.4', 'libcblas.so.3', 'libblas.so.3'],
    advice: 'install one ("apt install libopenblas0" on Debian and Ubuntu)',
  },
  darwin: {
    names: ['/System/Library/Frameworks/Accelerate.framework/Accelerate', 'libopenblas.dylib'],
    advice: 'install one ("brew install openblas")',
  },
  win32: {
    names: ['libopenblas.dll', 'openblas.dll'],
    advice: 'put libopenblas.dll (from the releases of OpenBLAS) into a folder of PATH',
  },
};

/**
 * The library that `named` says, else the first that this platform has and that can be used.
 * @param named the value of PARKADE_BLAS, if it is set
 * @throws ParkadeError InvalidParameter where none is found, or none that multiplies doubles with 32-bit extents
 */
export function openLibrary(libraries: Libraries, platform: string, named: string | undefined): Blas {
  const { names, advice } = places[platform] ?? { names: ['libopenblas.so'], advice: 'install OpenBLAS' };
  const further = `${advice}, name its file by PARKADE_BLAS, or use backend "auto"`;
  let refusal: Error | null = null;
  for (const name of named ? [named] : names) {
    let library: Library;
    try {
      library = libraries.load(name);
    } catch (cause) {
      if (named)
        refusal = unavailable('load the library that PARKADE_BLAS names', notLoaded(name, cause), further, cause);
      continue;
    }
    const opened = described(library, name);
    const fault = faultOf(library, opened);
    if (opened && fault === null) return opened;
    refusal ??= unavailable('find a BLAS of double precision with 32-bit integers', `${name} ${fault}`, further);
  }
  throw refusal ?? unavailable('find a BLAS', `this system has none of ${names.join(', ')}`, further);
}

/** A BLAS, or null where it has no cblas_dgemm. */
function described(library: Library, name: string): Blas | null {
  const dgemm = called<Dgemm>(
    library,
    'void cblas_dgemm(int, int, int, int, int, int, double, const double *, int, const double *, int, double, double *, int)',
  );
  if (dgemm === null) return null;
  const threads = called<() => number>(library, 'int openblas_get_num_threads(void)');
  return { title: titleOf(library, name), threads: () => threads?.() ?? null, dgemm };
}

/** OpenBLAS by its version and the processor it has kernels for; others by the names of their files. */
function titleOf(library: Library, name: string): string {
  const [version] = /^OpenBLAS [\d.]+/.exec(configOf(library)) ?? [];
  const core = called<() => string>(library, 'const char *openblas_get_corename(void)')?.();
  return version ? `${version}${core ? ` (${core})` : ''}` : (name.split(/[\\/]/).pop() ?? name);
}

/** How OpenBLAS was built; nothing for others. */
function configOf(library: Library): string {
  return called<() => string>(library, 'const char *openblas_get_config(void)')?.() ?? '';
}

/** Names under which libraries with 64-bit integers have their products, so as not to be taken for others. */
const WIDE = ['cblas_dgemm64_', 'cblas_dgemm_64', 'scipy_cblas_dgemm64_'];
const WIDE_FAULT = 'has 64-bit integers';

/** Why a library cannot be used, or null. */
function faultOf(library: Library, blas: Blas | null): string | null {
  if (blas === null) {
    const isWide = WIDE.some((symbol) => called(library, `void ${symbol}(void)`) !== null);
    return isWide ? WIDE_FAULT : 'has no cblas_dgemm, the product of doubles in C';
  }
  if (configOf(library).includes('USE64BITINT')) return WIDE_FAULT;
  const product = new Float64Array(4);
  const [a, b] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(5, 6, 7, 8)];
  blas.dgemm(ROWS, AS_IT_IS, AS_IT_IS, 2, 2, 2, 1, a, 2, b, 2, 0, product, 2);
  return product.join() === '19,22,43,50' ? null : `multiplies wrongly: ${product.join(', ')} came for 19, 22, 43, 50`;
}

/** A function of the library, or null where it has none of that name. */
function called<F>(library: Library, prototype: string): F | null {
  try {
    return library.func(prototype) as F;
  } catch {
    return null;
  }
}

function notLoaded(name: string, cause: unknown): string {
  const reason = cause instanceof Error ? cause.message.replace(/^.*shared library: /, '') : String(cause);
  return reason.includes(name) ? reason : `${name} does not load (${reason})`;
}
