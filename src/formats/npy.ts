/** NumPy's .npy format, versions 1 to 3: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html */
import { strFromU8 } from 'fflate';
import { LARGEST_ARRAY, type NumberArray, unreadable } from './numbers.ts';

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
};

/** IEEE half precision: 1 sign bit, 5 of exponent, 10 of fraction. */
function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? (sign * fraction) / 16_777_216 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/**
 * Reads float16, 32, 64 and integers of 8 to 64 bits, in either memory and byte order; the result is row-major doubles.
 * @throws ParkadeError FileProblem for a truncated body, an object dtype, a header that is none
 */
export function readNpy(bytes: Uint8Array, file: string): NumberArray {
  const { header, bodyOffset } = readHeader(bytes, file);
  const descr = /'descr'\s*:\s*'([^']*)'/.exec(header)?.[1];
  const fortran = /'fortran_order'\s*:\s*(True|False)/.exec(header)?.[1];
  const shapeText = /'shape'\s*:\s*\(([^)]*)\)/.exec(header)?.[1];
  if (fortran === undefined || shapeText === undefined) {
    throw unreadable(file, 'begin with a .npy header', 'its header cannot be read', 'save it again with numpy.save');
  }
  const dtype = descr === undefined ? undefined : dtypes[descr.slice(1)];
  if (dtype === undefined || !'<>|='.includes((descr as string)[0])) {
    const came =
      descr === undefined
        ? 'a structured dtype'
        : descr.includes('O')
          ? `the object dtype ${descr}`
          : `the dtype ${descr}`;
    throw unreadable(
      file,
      'hold real numbers such as float64',
      `it has ${came}`,
      'convert it with .astype(float) before saving',
    );
  }
  const shape = shapeText
    .split(',')
    .filter((word) => word.trim() !== '')
    .map(Number);
  const count = shape.reduce((product, length) => product * length, 1);
  if (!shape.every((length) => Number.isInteger(length) && length >= 0) || count > LARGEST_ARRAY) {
    throw unreadable(
      file,
      `hold at most ${LARGEST_ARRAY} numbers`,
      `its shape is (${shapeText})`,
      'save a smaller array',
    );
  }
  const there = bytes.length - bodyOffset;
  if (there < count * dtype.size) {
    throw unreadable(
      file,
      `hold ${count * dtype.size} bytes of data for its shape (${shapeText})`,
      `only ${there} are there`,
      'the file is truncated: copy or save it again',
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset + bodyOffset);
  const little = (descr as string)[0] !== '>';
  const data = new Float64Array(count);
  for (let i = 0; i < count; i++) data[i] = dtype.read(view, i * dtype.size, little);
  return { shape, data: fortran === 'True' ? fromFortranOrder(data, shape) : data };
}

function readHeader(bytes: Uint8Array, file: string): { header: string; bodyOffset: number } {
  if (bytes.length < 12 || MAGIC.some((byte, i) => bytes[i] !== byte)) {
    throw unreadable(
      file,
      'be a .npy file',
      'its first bytes are others',
      'save it with numpy.save, or give it the ending it has',
    );
  }
  const wide = bytes[6] >= 2;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const length = wide ? view.getUint32(8, true) : view.getUint16(8, true);
  const start = wide ? 12 : 10;
  if (length > LARGEST_HEADER || start + length > bytes.length) {
    throw unreadable(file, 'hold its whole header', 'it ends before', 'the file is truncated: copy or save it again');
  }
  return { header: strFromU8(bytes.subarray(start, start + length), true), bodyOffset: start + length };
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
