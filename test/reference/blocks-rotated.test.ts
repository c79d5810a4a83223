/** The NumPy reference of blocks in another basis: which matrix acts on what, and in which order. */
import { expect, test } from 'vitest';
import { compositions } from '../support/block-compositions.ts';
import { referenceOf, scipy } from '../support/block-reference.ts';
import { orthogonalMatrix } from '../support/draw.ts';
import { identity, multiply, transpose } from '../support/linear.ts';
import { largestDifference } from '../support/numeric.ts';

type Spec = Record<string, unknown>;
type Rows = number[][];

test.skipIf(scipy === null)('a common rotation of tokens and matrices rotates velocities (needs python3-scipy)', () => {
  const plain = compositions()
    .filter(({ levels }) => levels.by !== 'layer' && levels.affine === 'no')
    .map(({ spec, tokens }) => ({ spec, tokens, times: [0] }));
  expect(plain.length).toBeGreaterThan(10);
  const bases = plain.map(({ tokens }, i) => orthogonalMatrix(i + 1, tokens[0].length));
  const rotated = plain.map(({ spec, tokens, times }, i) => ({
    ...{ spec: rotatedSpec(spec, bases[i]), tokens: multiply(tokens, transpose(bases[i])), times },
  }));
  const answers = referenceOf([...plain, ...rotated]).map(({ velocity }) => velocity);
  for (const [i, basis] of bases.entries()) {
    const wanted = multiply(answers[i], transpose(basis)).flat();
    expect(largestDifference(answers[plain.length + i].flat(), wanted)).toBeLessThan(1e-11);
  }
});

/** Matrices of a specification in another basis, x → R x: what reads tokens times Rᵀ, R times what writes them. */
function rotatedSpec(spec: Spec, r: Rows): Spec {
  const back = transpose(r);
  const reads = (m: unknown) => multiply(m as Rows, back);
  const writes = (m: unknown) => multiply(r, m as Rows);
  const heads = spec.heads as Spec | undefined;
  const width = (spec.query as Rows[])[0].length;
  // values of heads that are added, or stand side by side, write tokens themselves
  const count = (spec.query as Rows[]).length;
  const output = spec.output ?? heads?.output ?? sideBySide(count, width, r.length);
  const rotated: Spec = { ...spec, heads: { ...heads, count, output: writes(output) } };
  for (const key of ['query', 'key', 'value']) rotated[key] = (spec[key] as Rows[]).map(reads);
  if (spec.output) rotated.output = writes(spec.output);
  if (spec.mlp) rotated.mlp = rotatedPerceptron(spec.mlp as Spec, reads, writes, r);
  if (spec.layers) {
    rotated.layers = (spec.layers as Spec[]).map((layer) => {
      const { heads: _, ...own } = rotatedSpec({ ...layer, heads: spec.heads && { ...heads, output: undefined } }, r);
      return own;
    });
  }
  return rotated;
}

function sideBySide(count: number, width: number, d: number): Rows {
  const heads = Array.from({ length: count * width }, (_, i) => (width === d ? i % d : i));
  return identity(d).map((row) => heads.map((column) => row[column]));
}

function rotatedPerceptron(mlp: Spec, reads: (m: unknown) => Rows, writes: (m: unknown) => Rows, r: Rows): Spec {
  const bias = mlp.outBias ?? 0;
  const column = (Array.isArray(bias) ? bias : r.map(() => bias)).map((entry) => [entry]);
  return {
    ...{ ...mlp, in: reads(mlp.in), out: writes(mlp.out), outBias: multiply(r, column).flat() },
    ...(mlp.gate !== undefined && { gate: reads(mlp.gate) }),
  };
}
