/** What computed a run, in a sentence. Pure. */

export interface Computed {
  readonly backend: string;
  /** The paths of the field, as the record of a run has them. */
  readonly path: string;
  /** Threads that shared the field. */
  readonly threads: number;
  readonly precision: 'double' | 'single';
  /** Which backend the setting asks for. */
  readonly asked: string;
  /** Whether threads of this page may share memory: its server says that it is isolated. */
  readonly isolated: boolean;
  /** Whether this browser runs the kernels: it has WebAssembly with 128-bit vectors. */
  readonly kernels: boolean;
}

/** As what WebGPU says of itself begins: the title of its adapter follows. */
const ON_DEVICE = /^webgpu, direct, single precision, on /;

export function computedBy(computed: Computed): string {
  const { backend, path, precision, threads, isolated } = computed;
  if (backend === 'webgpu')
    return `Computed by WebGPU, in single precision, on ${path.replace(ON_DEVICE, '')}; every pair of tokens is summed.`;
  if (backend === 'reference')
    return `Computed by the reference in JavaScript, in ${precision} precision, on one thread${whyReference(computed)}.`;
  const alone = isolated ? 'one thread' : 'one thread, since this page may not share memory between threads';
  const on = threads > 1 ? `${threads} threads` : alone;
  return `Computed by WebAssembly with 128-bit vectors, in ${precision} precision, on ${on}; path of the field: ${path}.`;
}

/** Nothing where it was asked for. */
function whyReference({ asked, kernels }: Computed): string {
  if (asked === 'reference') return '';
  return kernels
    ? ', since the kernels do not cover this equation'
    : ', since this browser has no WebAssembly with 128-bit vectors';
}
