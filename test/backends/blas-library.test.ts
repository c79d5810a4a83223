/** Which libraries are taken for a BLAS, and what is said of others: by libraries that are made up. */
import { expect, test } from 'vitest';
import type { Dgemm } from '../../src/backends/blas/matrices.ts';
import { openLibrary } from '../../src/node/threads/blas-library.ts';

type Functions = Readonly<Record<string, (...given: never[]) => unknown>>;

/** A thing called cblas_dgemm that multiplies the matrices it is given by a factor besides: 1 is right. */
function product(factor: number): Dgemm {
  return (_order, _a, _b, m, n, k, alpha, a, lda, b, ldb, _beta, c, ldc) => {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let l = 0; l < k; l++) sum += a[i * lda + l] * b[l * ldb + j];
        c[i * ldc + j] = factor * alpha * sum;
      }
    }
  };
}

const good: Functions = { cblas_dgemm: product(1) };
const openblas: Functions = {
  ...good,
  openblas_get_config: () => 'OpenBLAS 0.3.21 NO_LAPACKE DYNAMIC_ARCH Zen MAX_THREADS=64',
  openblas_get_corename: () => 'Zen',
  openblas_get_num_threads: () => 3,
};

/** A system with these libraries, as koffi sees it; `asked` keeps the names that were tried. */
function systemOf(libraries: Readonly<Record<string, Functions>>) {
  const asked: string[] = [];
  return {
    asked,
    load(name: string) {
      asked.push(name);
      const functions = libraries[name];
      if (!functions) throw new Error(`Failed to load shared library: ${name}: cannot open shared object file`);
      return {
        func(prototype: string) {
          const [, symbol] = /(\w+)\(/.exec(prototype)!;
          if (!functions[symbol]) throw new Error(`Cannot find function '${symbol}' in shared library`);
          return functions[symbol] as (...given: unknown[]) => unknown;
        },
      };
    },
  };
}

/** The sentence that refuses, with the code of a mistake. */
function refusal(libraries: Readonly<Record<string, Functions>>, platform: string, named?: string): string {
  try {
    openLibrary(systemOf(libraries), platform, named);
  } catch (error) {
    expect(error).toMatchObject({ name: 'ParkadeError', code: 'InvalidParameter', key: 'backend' });
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

test('OpenBLAS is known by its version, its processor and its threads, others by their files', () => {
  const found = openLibrary(systemOf({ 'libopenblas.so.0': openblas }), 'linux', undefined);
  expect(found.title).toBe('OpenBLAS 0.3.21 (Zen)');
  expect(found.threads()).toBe(3);
  const accelerate = '/System/Library/Frameworks/Accelerate.framework/Accelerate';
  const other = openLibrary(systemOf({ [accelerate]: good }), 'darwin', undefined);
  expect(other.title).toBe('Accelerate');
  expect(other.threads()).toBeNull();
  expect(openLibrary(systemOf({ 'C:\\blas\\my.dll': good }), 'win32', 'C:\\blas\\my.dll').title).toBe('my.dll');
});

test('the first library that can be used is taken, and PARKADE_BLAS alone where it is set', () => {
  const system = systemOf({ 'libopenblas.so.0': {}, 'libblas.so.3': good });
  expect(openLibrary(system, 'linux', '').title).toBe('libblas.so.3');
  const own = systemOf({ 'libopenblas.so.0': openblas, '/opt/libmine.so': good });
  expect(openLibrary(own, 'linux', '/opt/libmine.so').title).toBe('libmine.so');
  expect(own.asked).toEqual(['/opt/libmine.so']);
});

test('where there is none, a sentence says how this system gets one', () => {
  expect(refusal({}, 'linux')).toBe(
    '"backend" blas should find a BLAS, but this system has none of libopenblas.so.0, libopenblas.so, libblis.so.4, libcblas.so.3, libblas.so.3; install one ("apt install libopenblas0" on Debian and Ubuntu), name its file by PARKADE_BLAS, or use backend "auto".',
  );
  expect(refusal({}, 'darwin')).toMatch(/has none of \S*Accelerate, .*; install one \("brew install openblas"\)/);
  expect(refusal({}, 'win32')).toMatch(
    /; put libopenblas.dll \(from the releases of OpenBLAS\) into a folder of PATH,/,
  );
  expect(refusal({}, 'aix')).toMatch(/has none of libopenblas.so; install OpenBLAS,/);
});

test('a library that PARKADE_BLAS names and that is none is refused by name, and no other is taken in its place', () => {
  expect(refusal({ 'libopenblas.so.0': openblas }, 'linux', '/no/such')).toMatch(
    /^"backend" blas should load the library that PARKADE_BLAS names, but \/no\/such: cannot open shared object file; install one /,
  );
  expect(refusal({ 'libm.so.6': { sin: Math.sin } }, 'linux', 'libm.so.6')).toMatch(
    /should find a BLAS of double precision with 32-bit integers, but libm.so.6 has no cblas_dgemm, the product of doubles in C; /,
  );
});

test('64-bit integers are known by the names of functions or by what OpenBLAS says of itself', () => {
  const wide = /should find a BLAS of double precision with 32-bit integers, but libx.so has 64-bit integers; /;
  for (const symbol of ['cblas_dgemm64_', 'cblas_dgemm_64', 'scipy_cblas_dgemm64_']) {
    expect(refusal({ 'libx.so': { [symbol]: product(1) } }, 'linux', 'libx.so')).toMatch(wide);
  }
  const config = () => 'OpenBLAS 0.3.21 USE64BITINT DYNAMIC_ARCH Zen';
  expect(refusal({ 'libx.so': { ...openblas, openblas_get_config: config } }, 'linux', 'libx.so')).toMatch(wide);
});

test('a library that multiplies wrongly is not computed with', () => {
  expect(refusal({ 'libx.so': { cblas_dgemm: product(2) } }, 'linux', 'libx.so')).toMatch(
    /but libx.so multiplies wrongly: 38, 44, 86, 100 came for 19, 22, 43, 50; /,
  );
});
