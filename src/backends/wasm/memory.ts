/** The memory of one problem: what WebAssembly offers, and a plan of what lies where. */

/**
 * The little of the WebAssembly interface that is used here; this part of the project knows neither DOM nor Node types.
 */
export interface WebAssemblyMemory {
  readonly buffer: ArrayBuffer;
}
export interface WebAssemblyModule {
  readonly module: unique symbol;
}
export interface WebAssemblyInterface {
  readonly Memory: new (limits: { initial: number; maximum?: number; shared?: boolean }) => WebAssemblyMemory;
  validate(bytes: Uint8Array): boolean;
  compile(bytes: Uint8Array): Promise<WebAssemblyModule>;
  instantiate(module: WebAssemblyModule, imports: object): Promise<{ exports: unknown }>;
}

/** The kernels' own constants lie below. */
const FIRST_ADDRESS = 4096;
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
  let end = FIRST_ADDRESS;
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

function leb128(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb128(Math.floor(value / 128))];
}

/**
 * A module whose imported memory is shared and of exactly that many pages: the same code, another declaration. A module
 * is compiled for one kind of memory or the other.
 */
export function withSharedMemory(bytes: Uint8Array, pages: number): Uint8Array {
  // The import: module "env", name "memory", kind 2 (memory), then limits: a flag and the least number of pages.
  const name = [3, 0x65, 0x6e, 0x76, 6, 0x6d, 0x65, 0x6d, 0x6f, 0x72, 0x79, 2];
  let at = 8;
  while (bytes[at] !== 2) at += 1 + lengthAt(bytes, at + 1).size + lengthAt(bytes, at + 1).value; // the import section
  const { value: length, size } = lengthAt(bytes, at + 1);
  const body = Array.from(bytes.subarray(at + 1 + size, at + 1 + size + length));
  const start = body.findIndex((_, i) => name.every((byte, j) => body[i + j] === byte)) + name.length;
  const flag = body[start];
  let rest = start + 1 + lengthAt(bytes.subarray(at + 1 + size), start + 1).size;
  if (flag & 1) rest += lengthAt(bytes.subarray(at + 1 + size), rest).size;
  const patched = [...body.slice(0, start), 3, ...leb128(pages), ...leb128(pages), ...body.slice(rest)];
  const section = [2, ...leb128(patched.length), ...patched];
  const after = bytes.subarray(at + 1 + size + length);
  const result = new Uint8Array(at + section.length + after.length);
  result.set(bytes.subarray(0, at));
  result.set(section, at);
  result.set(after, at + section.length);
  return result;
}

function lengthAt(bytes: Uint8Array, at: number): { value: number; size: number } {
  let value = 0;
  let scale = 1;
  for (let size = 0; ; size++) {
    value += (bytes[at + size] & 127) * scale;
    scale *= 128;
    if (bytes[at + size] < 128) return { value, size: size + 1 };
  }
}
