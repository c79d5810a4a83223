/** Where tokens end, by the spectrum of V: Theorem 4.1 and Table 1. */
import type { Rows } from '../../atlas/small-matrix.ts';
import { PI } from '../../numerics/elementary.ts';
import { type LeadingEigenvalue, spectrumOf } from '../../theory/leading-eigenvalue.ts';
import { type Outside, type Table1Row, table1, table1RowFor } from '../../theory/table-1.ts';
import { eigenspaceOf, farthestFromSpace, sidesOf } from '../eigenspace.ts';
import { isAttention, isGeneric, isMasked, isUndisturbed } from '../hypotheses.ts';
import { byLimit, undecided } from '../judges.ts';
import type { Moment } from '../moment.ts';
import type { Claim, Hypothesis, Measured, PredictionDefinition, Statement } from '../prediction.ts';
import type { Setting } from '../setting.ts';
import { radians } from '../wording.ts';

/** Spectra take O(d³). */
const LARGEST = 48;
/** Tokens nearer than this to their limit, radians, are as good as there. */
const NEAR = 0.05;
/** Slower than this, radians per unit of time, tokens rest for all that is seen of them. */
const RESTING = 1e-9;
/** A cloud is around L where every token is nearer to L than to what is at right angles to it, as in the atlas. */
const AROUND = PI / 4;

/** What the spectrum says; words where no row of the table speaks. */
interface Reading {
  readonly row: Table1Row | null;
  readonly why: string;
  readonly space: Rows;
}

const known = new WeakMap<Setting, Reading>();

function readingOf(setting: Setting): Reading {
  const found = known.get(setting) ?? read(setting);
  known.set(setting, found);
  return found;
}

function read({ value, valueFactor, shape: { d } }: Setting): Reading {
  if (value === null) return { row: null, why: 'there is no single V to look at', space: [] };
  if (valueFactor !== null && valueFactor > 0) return { row: table1.multipleOfIdentity, why: '', space: [] };
  if (d > LARGEST) return { row: null, why: `spectra of more than ${LARGEST} rows are not computed here`, space: [] };
  const spectrum = spectrumOf(value, d);
  if (spectrum === null) return { row: null, why: 'the eigenvalues of V cannot be found', space: [] };
  const { leading } = spectrum;
  if (leading.blurred) return { row: null, why: 'rounding leaves open whether λ_max is multiple', space: [] };
  const row = table1RowFor(leading, d);
  if (typeof row === 'string') return { row: null, why: whyOutside(row), space: [] };
  return { row, why: '', space: spaceOf(value, d, leading) };
}

function whyOutside(outside: Outside): string {
  if (outside === 'complex') return 'the eigenvalue of V with the largest real part is complex';
  if (outside === 'zero') return 'no eigenvalue of V has a real part that differs from zero, the largest of them is 0';
  return 'λ_max has fewer eigenvectors than its multiplicity';
}

function spaceOf(value: Float64Array, d: number, { re, multiplicity }: LeadingEigenvalue): Rows {
  if (multiplicity === d) return Array.from({ length: d }, (_, i) => Array.from({ length: d }, (_, j) => +(i === j)));
  return eigenspaceOf(value, d, re, multiplicity);
}

function hypotheses(setting: Setting, { row, why }: Reading): Hypothesis[] {
  return [
    isAttention(setting),
    isMasked(setting, 'causal'),
    isUndisturbed(setting),
    isGeneric(setting),
    {
      says: 'a row of Table 1 speaks of V',
      holds: row !== null,
      why: row === null ? why : `λ_max is ${row.sign}, of multiplicity ${multiplicityWords(row, setting)}`,
    },
    ...matricesMayMatter(setting, row),
  ];
}

/** Q and K should not matter. For a simple λ_max > 0 they do: two tokens rest elsewhere for QᵀK = diag(0.1, 5). */
function matricesMayMatter({ queryKeyFactor }: Setting, row: Table1Row | null): Hypothesis[] {
  if (row !== table1.positiveSimple) return [];
  const says = 'QᵀK is none of those for which the conjecture is known to fail';
  const plain = queryKeyFactor !== null && queryKeyFactor >= 0;
  return [
    {
      says,
      holds: plain ? true : 'unknown',
      why: plain ? 'it is a multiple of I' : 'for some QᵀK tokens rest elsewhere',
    },
  ];
}

function multiplicityWords({ multiplicity }: Table1Row, { shape: { d } }: Setting): string {
  return multiplicity === 'd' ? `d = ${d}` : multiplicity;
}

/** The sentence, and the limit of the angle that `measure` measures. */
function claimOf(row: Table1Row, { lengths }: Setting): { says: string; claim: Claim } {
  const near = Math.min(lengths.threshold, NEAR);
  switch (row.multiplicity) {
    case 'd':
      return {
        says: 'In the end all tokens are at one point, where the first token began: x₁ leads them all.',
        claim: { form: 'limit', value: 0, near },
      };
    case '≥ 2':
      return row.sign === 'positive'
        ? {
            says: 'In the end all tokens are at one point of the eigenspace L of λ_max.',
            claim: { form: 'limit', value: 0, near },
          }
        : {
            says: 'In the end tokens are a cloud around the eigenspace L of λ_max.',
            claim: { form: 'limit', value: 0, near: AROUND },
          };
    default:
      return row.sign === 'positive'
        ? {
            says: 'In the end every token is at ξ or −ξ, the unit eigenvectors of λ_max.',
            claim: { form: 'limit', value: 0, near },
          }
        : {
            says: 'In the end tokens are two clouds, around ξ and −ξ, the unit eigenvectors of λ_max.',
            claim: { form: 'limit', value: 0, near: AROUND },
          };
  }
}

function predict(setting: Setting): Statement {
  const reading = readingOf(setting);
  const source = 'arXiv:2411.04990, Table 1';
  const given = hypotheses(setting, reading);
  if (reading.row === null) {
    const says = `Table 1 says nothing of where tokens end: ${reading.why}.`;
    return { says, claim: null, hypotheses: given, standing: 'conjecture', source };
  }
  const proved = reading.row.status === 'Theorem 4.1';
  return {
    ...claimOf(reading.row, setting),
    hypotheses: given,
    standing: proved ? 'theorem' : 'conjecture',
    source: proved ? 'arXiv:2411.04990, Theorem 4.1' : source,
  };
}

function measure({ x, shape, fromFirst }: Moment, setting: Setting): Measured {
  const { row, space } = readingOf(setting);
  if (row === null) return { value: null, says: 'No row of the table says what to measure.' };
  if (row.multiplicity === 'd' && row.sign === 'positive') {
    const value = fromFirst();
    return { value, says: `The token farthest from x₁ is ${radians(value)} away from it.` };
  }
  const angle = farthestFromSpace(x, shape, space);
  if (row.multiplicity === '1') {
    const [plus, minus] = sidesOf(x, shape, space);
    return {
      value: angle,
      says: `The farthest token is ${radians(angle)} from the line of ξ; ${plus} are on one side, ${minus} on the other.`,
    };
  }
  if (row.sign === 'negative') return { value: angle, says: `The farthest token is ${radians(angle)} from L.` };
  const value = Math.max(angle, fromFirst());
  return { value, says: `The farthest token is ${radians(angle)} from L and ${radians(fromFirst())} from x₁.` };
}

export const finalConfiguration: PredictionDefinition = {
  id: 'final-configuration',
  title: 'where tokens end',
  symbol: '\\lim_{t\\to\\infty} x_k(t)',
  quantity: 'the largest angle of a token to the place where it should end',
  unit: 'rad',
  predict,
  measure,
  judge(claim, measured, moment, setting) {
    const { row } = readingOf(setting);
    if (row?.sign === 'negative' && row.multiplicity === '≥ 2' && readingOf(setting).space.length === moment.shape.d) {
      return undecided('L is the whole space: a cloud around it may be anything.');
    }
    const judged = byLimit(claim, measured);
    if (judged.verdict !== 'not yet' || row?.status === 'Theorem 4.1' || !isResting(moment)) return judged;
    const why =
      'Tokens rest elsewhere, for all that is seen: a state that lasts long, or a counterexample to the conjecture.';
    return { ...judged, verdict: 'undecided', why };
  },
};

function isResting({ view: { index, recording }, largestMove }: Moment): boolean {
  if (index === 0) return false;
  return largestMove(index - 1) < RESTING * (recording.ts[index] - recording.ts[index - 1]);
}
