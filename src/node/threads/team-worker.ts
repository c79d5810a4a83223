/**
 * A helper thread: made ready with kernels over a shared memory, it computes the rows it is told to until it is let go.
 */
import { parentPort } from 'node:worker_threads';
import { control, type Invitation, WORDS_PER_CALL } from './team.ts';

type RowKernel = (parameters: number, block: number, from: number, to: number, out: number) => void;

/** Node's types know WebAssembly only with the DOM's; these few lines are all that is needed. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object, imports: object) => { readonly exports: Record<string, RowKernel> };
};

function serve({ bytes, memory, kernels, words, index }: Invitation): void {
  const { exports } = new WebAssembly.Instance(new WebAssembly.Module(bytes), { env: { memory } });
  let generation = Atomics.load(words, control.generation);
  parentPort?.postMessage('ready');
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

parentPort?.on('message', serve);
