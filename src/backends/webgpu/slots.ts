/** The operations on slots, recorded. */
import type { Engine, Slot } from '../../core/engine.ts';
import type { Shape } from '../../core/state.ts';
import type { Device } from './device.ts';
import type { Layout } from './layout.ts';
import type { Recorder } from './recorder.ts';
import { MOST_TERMS, slotSource, WIDTH } from './slots.wgsl.ts';

export interface SlotOperations extends Pick<Engine, 'combine' | 'normalize' | 'exponential'> {
  /** Finds the largest length of a row of the slot. */
  lengths(x: Slot): void;
  /** Finds its largest |entry|. */
  entries(x: Slot): void;
}

interface Operands {
  readonly out?: Slot;
  readonly x?: Slot | null;
  readonly other?: Slot;
  readonly terms?: readonly (readonly [Slot, number])[];
}

export async function prepareSlots(
  device: Device,
  recorder: Recorder,
  { n, d }: Shape,
  { rows, slots }: Layout,
): Promise<SlotOperations> {
  const entryPoints = ['combine', 'normalize_', 'exponential', 'lengths', 'entries'];
  const [combine, normalize, exponential, lengths, entries] = await Promise.all(
    entryPoints.map((name) => device.pipeline(slotSource, name)),
  );
  const words = new Uint32Array(8 + 4 * MOST_TERMS);
  const floats = new Float32Array(words.buffer);
  const block = new Uint8Array(words.buffer);

  function parameters({ out, x, other, terms = [] }: Operands): Uint8Array {
    const address = (slot: Slot | null | undefined) => (slot === undefined || slot === null ? 0 : slots[slot]);
    words.set([address(out), address(x), address(other), n, rows, x === null ? 0 : 1, terms.length, d]);
    terms.forEach(([slot, coefficient], s) => {
      words[8 + 4 * s] = slots[slot];
      floats[9 + 4 * s] = coefficient;
    });
    return block;
  }

  const blocksOfRows = Math.floor((n + 63) / 64);
  const blocks = (d * rows) / 64;
  const [width, height] = blocks < WIDTH ? [blocks, 1] : [WIDTH, Math.floor((blocks + WIDTH - 1) / WIDTH)];
  return {
    combine(out, x, coefficients, terms) {
      const used = terms.map((slot, s) => [slot, coefficients[s] ?? 0] as const).filter(([, c]) => c !== 0);
      let base = x;
      for (let s = 0; s === 0 || s < used.length; s += MOST_TERMS) {
        const operands = { out, x: base, terms: used.slice(s, s + MOST_TERMS) };
        recorder.dispatch(combine, parameters(operands), width, height);
        base = out;
      }
    },
    normalize: (x, from) => recorder.dispatch(normalize, parameters({ x, other: from }), blocksOfRows, 1),
    exponential: (out, x, v) => recorder.dispatch(exponential, parameters({ out, x, other: v }), blocksOfRows, 1),
    lengths: (x) => recorder.dispatch(lengths, parameters({ x }), blocksOfRows, 1),
    entries: (x) => recorder.dispatch(entries, parameters({ x }), blocksOfRows, 1),
  };
}
