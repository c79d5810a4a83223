/**
 * Values as text that loses nothing which the way between threads keeps: beside JSON (core/json.ts) arrays of numbers
 * bit by bit, and undefined.
 */
import { fromJson, toJson } from '../../core/json.ts';

/** What stands for something that JSON has no word for has this key; keys that begin like it get one sign more. */
const MARK = '#';

const arrays = {
  ...{ Float64Array, Float32Array, Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array },
  ...{ Int32Array, Uint32Array },
} as const;
type ArrayName = keyof typeof arrays;

/**
 * One line.
 * @throws Error for what is no data: a function, a map
 */
export function valueText(value: unknown): string {
  return toJson(encoded(value));
}

/** @throws SyntaxError, or an Error for marks that nobody writes */
export function valueOfText(text: string): unknown {
  return decoded(fromJson(text));
}

function encoded(value: unknown): unknown {
  if (value === undefined) return { [MARK]: 'undefined' };
  if (typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint') throw noData(typeof value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(encoded);
  if (ArrayBuffer.isView(value)) return encodedArray(value);
  const prototype = Object.getPrototypeOf(value);
  // An object of another realm has another Object: what it is called tells.
  if (prototype !== null && prototype.constructor?.name !== 'Object') throw noData(prototype.constructor?.name);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key.startsWith(MARK) ? MARK + key : key, encoded(entry)]),
  );
}

function noData(what: unknown): Error {
  return new Error(`a value should be plain data, but holds a ${what}`);
}

/** Numbers as every machine of today keeps them, the lowest byte first. */
function encodedArray(view: ArrayBufferView): unknown {
  const name = view.constructor.name;
  if (!Object.hasOwn(arrays, name)) throw noData(name);
  return { [MARK]: name, bytes: Buffer.from(view.buffer, view.byteOffset, view.byteLength).toString('base64') };
}

function decoded(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(decoded);
  if (Object.hasOwn(value, MARK)) return decodedMark(value as Record<string, unknown>);
  return Object.fromEntries(
    Object.entries(value).map(([key, entry]) => [key.startsWith(MARK) ? key.slice(MARK.length) : key, decoded(entry)]),
  );
}

function decodedMark({ [MARK]: name, bytes }: Record<string, unknown>): unknown {
  if (name === 'undefined') return undefined;
  if (typeof name !== 'string' || !Object.hasOwn(arrays, name) || typeof bytes !== 'string') {
    throw new Error('a value has a mark that nobody writes');
  }
  const copy = Uint8Array.from(Buffer.from(bytes, 'base64')); // at a place of its own, where any numbers may begin
  return new arrays[name as ArrayName](copy.buffer);
}
