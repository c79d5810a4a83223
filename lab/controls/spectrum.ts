/** Eigenvalues that are dragged on the complex plane, and the real matrix that has them. Pure. */

/** A real eigenvalue, or the pair re ± i·im with im > 0. */
export interface Eigenvalue {
  readonly re: number;
  readonly im: number;
}

/** Real matrices as a specification writes them: a multiple of the identity, a diagonal, rows. */
export type PlainMatrix = number | readonly number[] | readonly (readonly number[])[];

/** Largest dimension whose eigenvalues are dragged. */
export const LARGEST_PLANE = 8;

export function dimensionOf(spectrum: readonly Eigenvalue[]): number {
  return spectrum.reduce((sum, { im }) => sum + (im > 0 ? 2 : 1), 0);
}

/**
 * The block-diagonal matrix of a spectrum: λ for a real eigenvalue λ, [a −b; b a] for a pair a ± bi. A diagonal is
 * written as the list of its entries.
 */
export function matrixOf(spectrum: readonly Eigenvalue[]): readonly number[] | number[][] {
  if (spectrum.every(({ im }) => im === 0)) return spectrum.map(({ re }) => re);
  const d = dimensionOf(spectrum);
  const rows = Array.from({ length: d }, () => new Array<number>(d).fill(0));
  let at = 0;
  for (const { re, im } of spectrum) {
    rows[at][at] = re;
    if (im > 0) {
      rows[at][at + 1] = -im;
      rows[at + 1][at] = im;
      rows[at + 1][at + 1] = re;
    }
    at += im > 0 ? 2 : 1;
  }
  return rows;
}

/** Rows of a matrix that is written as one of the plain ways; null for Gaussian ones, files and other shapes. */
export function rowsOf(value: unknown, d: number): number[][] | null {
  const diagonal = (entry: (i: number) => unknown) =>
    finite(Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => (i === j ? entry(i) : 0))));
  if (value === 'identity' || value === undefined) return diagonal(() => 1);
  if (typeof value === 'number') return diagonal(() => value);
  if (!Array.isArray(value) || value.length !== d) return null;
  if (!value.some(Array.isArray)) return diagonal((i) => value[i]);
  return value.every((row) => Array.isArray(row) && row.length === d) ? finite(value as unknown[][]) : null;
}

function finite(rows: readonly (readonly unknown[])[]): number[][] | null {
  return rows.every((row) => row.every(Number.isFinite)) ? rows.map((row) => [...row] as number[]) : null;
}

/** The spectrum of a matrix that is made of such blocks, in their order; null for any other matrix. */
export function spectrumOf(value: unknown, d: number): Eigenvalue[] | null {
  const rows = rowsOf(value, d);
  if (rows === null) return null;
  const spectrum: Eigenvalue[] = [];
  const left = rows.map((row) => [...row]);
  for (let at = 0; at < d; ) {
    const pair = at + 1 < d && (rows[at][at + 1] !== 0 || rows[at + 1][at] !== 0);
    const im = pair ? Math.abs(rows[at + 1][at]) : 0;
    if (pair && (rows[at][at + 1] !== -rows[at + 1][at] || rows[at][at] !== rows[at + 1][at + 1])) return null;
    spectrum.push({ re: rows[at][at], im });
    left[at][at] = 0;
    if (pair) left[at][at + 1] = left[at + 1][at] = left[at + 1][at + 1] = 0;
    at += pair ? 2 : 1;
  }
  return left.every((row) => row.every((entry) => entry === 0)) ? spectrum : null;
}

/**
 * An eigenvalue moved to another place. Near the real axis it stays on it: a pair becomes two real ones, which part
 * when one of them is moved on. A real one that leaves the axis takes the nearest other real one with it, as its
 * conjugate; where there is none it cannot leave.
 *
 * @param near heights up to which an eigenvalue is real
 * @returns the spectrum, and where the one that was moved now stands in it
 */
export function moved(
  spectrum: readonly Eigenvalue[],
  index: number,
  re: number,
  im: number,
  near: number,
): { spectrum: Eigenvalue[]; index: number } {
  const height = Math.abs(im);
  const { im: before } = spectrum[index];
  const others = [...spectrum];
  if (height <= near) {
    others.splice(
      index,
      1,
      ...(before > 0
        ? [
            { re, im: 0 },
            { re, im: 0 },
          ]
        : [{ re, im: 0 }]),
    );
    return { spectrum: others, index };
  }
  const partner = before > 0 ? -1 : nearestReal(spectrum, index);
  if (before === 0 && partner < 0) {
    others[index] = { re, im: 0 };
    return { spectrum: others, index };
  }
  others[index] = { re, im: height };
  if (partner < 0) return { spectrum: others, index };
  others.splice(partner, 1);
  return { spectrum: others, index: partner < index ? index - 1 : index };
}

function nearestReal(spectrum: readonly Eigenvalue[], index: number): number {
  let nearest = -1;
  spectrum.forEach(({ re, im }, i) => {
    if (i === index || im > 0) return;
    const distance = Math.abs(re - spectrum[index].re);
    if (nearest < 0 || distance < Math.abs(spectrum[nearest].re - spectrum[index].re)) nearest = i;
  });
  return nearest;
}

/** What decides the row of Table 1: the largest real part, as far as the plane says. */
export interface Top {
  readonly kind: 'real' | 'complex';
  readonly re: number;
  /** Eigenvalues with this real part. */
  readonly multiplicity: number;
}

/** Real parts nearer than this are one. */
const SAME = 1e-6;

export function topOf(spectrum: readonly Eigenvalue[]): Top {
  const re = Math.max(...spectrum.map((eigenvalue) => eigenvalue.re));
  const top = spectrum.filter((eigenvalue) => re - eigenvalue.re <= SAME);
  const kind = top.some(({ im }) => im > 0) ? 'complex' : 'real';
  return { kind, re, multiplicity: dimensionOf(top) };
}

/** 1 + 0.5i, or −1. */
export function eigenvalueText({ re, im }: Eigenvalue): string {
  const text = (value: number) => String(Number(value.toPrecision(3))).replace('-', '−');
  return im > 0 ? `${text(re)} ± ${text(im)}i` : text(re);
}
