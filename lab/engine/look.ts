/** What is at a frame beside the tokens: weights of attention, cosines of pairs, velocities. */
import { cosineHistogram, type PreparedRun } from 'parkade';
import { attentionRow } from './attention-row.ts';
import type { Frame } from './frames.ts';
import type { Look, LookName } from './protocol.ts';

/** Rows of the heat map at most: more tokens than this are a choice of them, evenly in their order. */
const MOST_ROWS = 256;
/** Bins of cosines, from −1 to 1. */
const BINS = 50;

type Looks = { readonly [K in LookName]: (run: PreparedRun, frame: Frame, token: number) => Look[K] | null };

const looks: Looks = {
  tokens({ problem: { shape } }, { x }) {
    const { n, d } = shape;
    return Array.from({ length: n }, (_, k) => Array.from(x.subarray(k * d, (k + 1) * d)));
  },
  gram({ problem: { shape } }, { x }) {
    const { n, d } = shape;
    const size = Math.min(n, MOST_ROWS);
    const tokens = Int32Array.from({ length: size }, (_, i) => Math.floor((i * n) / size));
    const cosines = new Float32Array(size * size);
    for (let i = 0; i < size; i++) {
      for (let j = 0; j <= i; j++) {
        let sum = 0;
        for (let c = 0; c < d; c++) sum += x[tokens[i] * d + c] * x[tokens[j] * d + c];
        cosines[i * size + j] = cosines[j * size + i] = sum;
      }
    }
    return { size, tokens, cosines };
  },
  cosines({ problem: { shape } }, { x }) {
    const { counts, sample } = cosineHistogram(x, shape, BINS);
    const pairs = (shape.n * (shape.n - 1)) / 2;
    return { shares: Float32Array.from(counts, (count) => (pairs > 0 ? count / pairs : 0)), sampled: sample !== null };
  },
  attention({ problem }, { x }, token) {
    const weights = attentionRow(problem, x, token);
    return weights && { token, weights };
  },
};

export function lookAt<K extends LookName>(what: K, run: PreparedRun, frame: Frame, token: number): Look[K] | null {
  return looks[what](run, frame, token);
}
