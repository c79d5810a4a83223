/** NumPy's .npy format, versions 1 to 3: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
import { strFromU8 } from 'fflate';
import { type ParkadeError, unreadable } from '../core/errors.ts';
import type { NumberArray } from '../core/recording.ts';
import { LARGEST_ARRAY } from './numbers.ts';

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const LARGEST_HEADER = 65_536;

type Reader = (view: DataView, offset: number, littleEndian: boolean) => number;

/** Item sizes and readers, by the dtype without its byte order. */
const dtypes: Record<string, { readonly size: number; readonly read: Reader }> = {
  f8: { size: 8, read: (view, offset, little) => view.getFloat64(offset, little) },
  f4: { size: 4, read: (view, offset, little) => view.getFloat32(offset, little) },
  f2: { size: 2, read: (view, offset, little) => halfPrecision(view.getUint16(offset, little)) },
  i8: { size: 8, read: (view, offset, little) => Number(view.getBigInt64(offset, little)) },
  i4: { size: 4, read: (view, offset, little) => view.getInt32(offset, little) },
  i2: { size: 2, read: (view, offset, little) => view.getInt16(offset, little) },
  i1: { size: 1, read: (view, offset) => view.getInt8(offset) },
  u8: { size: 8, read: (view, offset, little) => Number(view.getBigUint64(offset, little)) },
  u4: { size: 4, read: (view, offset, little) => view.getUint32(offset, little) },
  u2: { size: 2, read: (view, offset, little) => view.getUint16(offset, little) },
  u1: { size: 1, read: (view, offset) => view.getUint8(offset) },
  b1: { size: 1, read: (view, offset) => (view.getUint8(offset) === 0 ? 0 : 1) },
};

/** IEEE half precision: 1 sign bit, 5 of exponent, 10 of fraction. */
function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? (sign * fraction) / 16_777_216 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** What the header of a .npy file says of the body behind it. */
interface Layout {
  readonly shape: readonly number[];
  readonly columnMajor: boolean;
  readonly littleEndian: boolean;
  readonly size: number;
  readonly read: Reader;
  /** Where the body begins, and where the file should end. */
  readonly bodyOffset: number;
  readonly length: number;
}

/**
 * Reads float16, 32, 64, integers of 8 to 64 bits and truth values (0 and 1), in either memory and byte order; the
 * result is row-major doubles, to which integers beyond 2⁵³ are rounded.
 * @throws ParkadeError FileProblem for a truncated body, bytes behind it, another dtype, a header that is none
 */
export function readNpy(bytes: Uint8Array, file: string): NumberArray {
  const { shape, columnMajor, littleEndian, size, read, bodyOffset, length } = layoutOf(bytes, file);
  if (bytes.length !== length) throw wrongLength(bytes.length - bodyOffset, length - bodyOffset, shape, file);
  const view = new DataView(bytes.buffer, bytes.byteOffset + bodyOffset, length - bodyOffset);
  const data = new Float64Array((length - bodyOffset) / size);
  for (let i = 0; i < data.length; i++) data[i] = read(view, i * size, littleEndian);
  return { shape, data: columnMajor ? fromFortranOrder(data, shape) : data };
}

function wrongLength(there: number, wanted: number, shape: readonly number[], file: string): ParkadeError {
  const expected = `hold ${wanted} bytes of data for its shape (${shape.join(', ')})`;
  return there < wanted
    ? unreadable(file, expected, `only ${there} are there`, 'the file is truncated: copy or save it again')
    : unreadable(file, expected, `${there - wanted} more follow`, 'save one array a file, or several with numpy.savez');
}

/**
 * How many bytes the .npy file that begins with these should have; null while its header is not whole.
 * @throws ParkadeError FileProblem for a header that is none, or asks for too much
 */
export function declaredLength(beginning: Uint8Array, file: string): number | null {
  const whole = beginning.length >= 12 && beginning.length >= headerEnd(beginning, file);
  return whole ? layoutOf(beginning, file).length : null;
}

function layoutOf(bytes: Uint8Array, file: string): Layout {
  const { header, bodyOffset } = readHeader(bytes, file);
  const fortran = /["']fortran_order["']\s*:\s*(True|False)/.exec(header)?.[1];
  const shapeText = /["']shape["']\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  if (fortran === undefined || shapeText === undefined) {
    throw unreadable(file, 'begin with a .npy header', 'its header cannot be read', 'save it again with numpy.save');
  }
  // Python 2 wrote lengths as 3L and words as u'…'.
  const shape = shapeText
    .split(',')
    .filter((word) => word.trim() !== '')
    .map((word) => Number(word.replace(/(?<=\d)L\s*$/, '')));
  const count = shape.reduce((product, length) => product * length, 1);
  if (!shape.every((length) => Number.isInteger(length) && length >= 0) || count > LARGEST_ARRAY) {
    const expected = `hold at most ${LARGEST_ARRAY} numbers`;
    throw unreadable(file, expected, `its shape is (${shapeText})`, 'save a smaller array');
  }
  const { size, read, littleEndian } = dtypeOf(header, file);
  return {
    shape,
    columnMajor: fortran === 'True',
    littleEndian,
    size,
    read,
    bodyOffset,
    length: bodyOffset + count * size,
  };
}

function dtypeOf(header: string, file: string): Pick<Layout, 'size' | 'read' | 'littleEndian'> {
  const descr = /["']descr["']\s*:\s*[bu]?(["'])(.*?)\1/.exec(header)?.[2];
  const dtype = descr === undefined ? undefined : dtypes[descr.slice(1)];
  if (descr !== undefined && dtype !== undefined && '<>|='.includes(descr[0])) {
    return { ...dtype, littleEndian: descr[0] !== '>' };
  }
  const kind = descr?.includes('O') ? 'object dtype' : 'dtype';
  const came = descr === undefined ? 'a structured dtype' : `the ${kind} ${descr}`;
  const advice = 'convert it with .astype(float) before saving';
  throw unreadable(file, 'hold real numbers such as float64', `it has ${came}`, advice);
}

/** Where the header ends, from its first twelve bytes. */
function headerEnd(bytes: Uint8Array, file: string): number {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    const advice = 'save it with numpy.save, or give it the ending it has';
    throw unreadable(file, 'be a .npy file', 'its first bytes are others', advice);
  }
  const version = bytes[6];
  if (version < 1 || version > 3) {
    throw unreadable(file, 'be a .npy file of version 1 to 3', `it is of version ${version}`, 'save it again');
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const end = version === 1 ? 10 + view.getUint16(8, true) : 12 + view.getUint32(8, true);
  if (end <= LARGEST_HEADER) return end;
  const came = `it asks for ${end} bytes`;
  throw unreadable(file, `have a header of at most ${LARGEST_HEADER} bytes`, came, 'save it again with numpy.save');
}

function readHeader(bytes: Uint8Array, file: string): { header: string; bodyOffset: number } {
  const end = headerEnd(bytes, file);
  if (end > bytes.length) {
    throw unreadable(file, 'hold its whole header', 'it ends before', 'the file is truncated: copy or save it again');
  }
  const start = bytes[6] === 1 ? 10 : 12;
  return { header: strFromU8(bytes.subarray(start, end), true), bodyOffset: end };
}

/** Column-major (first index fastest) to row-major. */
function fromFortranOrder(data: Float64Array, shape: readonly number[]): Float64Array {
  const out = new Float64Array(data.length);
  const index = new Array<number>(shape.length).fill(0);
  for (let i = 0; i < data.length; i++) {
    out[shape.reduce((offset, length, axis) => offset * length + index[axis], 0)] = data[i];
    for (let axis = 0; axis < shape.length && ++index[axis] === shape[axis]; axis++) index[axis] = 0;
  }
  return out;
}

/** The bytes of a version 1.0 .npy file: float64, row-major, little-endian. */
export function writeNpy({ shape, data }: NumberArray): Uint8Array {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '<f8', 'fortran_order': False, 'shape': (${dims}), }`;
  const padded = `${text}${' '.repeat(63 - ((10 + text.length) % 64))}\n`;
  const bytes = new Uint8Array(10 + padded.length + data.length * 8);
  bytes.set(MAGIC);
  bytes[6] = 1;
  const view = new DataView(bytes.buffer);
  view.setUint16(8, padded.length, true);
  for (let i = 0; i < padded.length; i++) bytes[10 + i] = padded.charCodeAt(i);
  for (let i = 0; i < data.length; i++) view.setFloat64(10 + padded.length + 8 * i, data[i], true);
  return bytes;
}
