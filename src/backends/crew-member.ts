/** What a helper of a team does, in its own thread. */
import { control, type Invitation, WORDS_PER_CALL } from './crew.ts';

type RowKernel = (parameters: number, block: number, from: number, to: number, out: number) => void;

/** This part of the project knows WebAssembly by no types of its own; these few lines are all that is needed. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, RowKernel> };
};

/**
 * Makes the kernels ready over the shared memory, says so, and computes the rows it is told to until it is let go: this
 * thread does nothing else meanwhile.
 */
export function serveCrew({ bytes, memory, kernels, words, index }: Invitation, ready: () => void): void {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  let generation = Atomics.load(words, control.generation);
  ready();
  for (;;) {
    Atomics.wait(words, control.generation, generation);
    generation = Atomics.load(words, control.generation);
    if (Atomics.load(words, control.stop)) return;
    try {
      const at = control.calls + WORDS_PER_CALL * index;
      const [kernel, parameters, block, from, to, out] = words.subarray(at, at + WORDS_PER_CALL);
      exports[kernels[kernel]](parameters >>> 0, block >>> 0, from, to, out >>> 0);
    } catch {
      Atomics.store(words, control.failed, 1);
    }
    Atomics.sub(words, control.pending, 1);
    Atomics.notify(words, control.pending);
  }
}
