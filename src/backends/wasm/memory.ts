/** The memory of one problem: what WebAssembly offers, and a plan of what lies where. */

/** The little of the WebAssembly interface that is used here; this part of the project knows neither DOM nor Node types. */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
}
export interface WebAssemblyInterface {
  readonly Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => WebAssemblyMemory;
  validate(bytes: Uint8Array): boolean;
  instantiate(bytes: Uint8Array, imports: object): Promise<{ instance: { exports: unknown } }>;
}

/** Where problems begin: after the parameter block at address 0 (class Parameters of the kernels) and the kernels' own constants. */
const FIRST_FREE = 4096;
export const PAGE = 65_536;
/** 32-bit addresses reach 4 GiB; larger problems are for another backend. */
export const LARGEST_MEMORY = 4_000_000_000;

/** Hands out addresses one after another; nothing is ever given back. */
export interface Plan {
  /** The address of that many bytes, a multiple of 16: vectors are loaded fastest from there. */
  place(bytes: number): number;
  readonly end: number;
}

export function planMemory(): Plan {
  let end = FIRST_FREE;
  return {
    place(bytes) {
      const address = end;
      end += Math.floor((bytes + 15) / 16) * 16;
      return address;
    },
    get end() {
      return end;
    },
  };
}

/** Writes numbers at an address. */
export function putNumbers(memory: WebAssemblyMemory, address: number, values: ArrayLike<number>): void {
  new Float64Array(memory.buffer, address, values.length).set(values);
}
