/** What is at a frame beside the tokens: weights of attention, cosines of pairs, velocities. */
import { cosineHistogram } from 'parkade';
import type { Frame } from './frames.ts';
import { fieldAt, velocitiesAt } from './motion.ts';
import { directionsOf } from './projection.ts';
import type { Look, LookName } from './protocol.ts';
import { equationAt, isRun, type Running, type Shown } from './running.ts';

/** Rows of the heat map at most: more tokens than this are a choice of them, evenly in their order. */
const MOST_ROWS = 256;
/** Bins of cosines, from −1 to 1. */
const BINS = 50;

type Asked<Of, K extends LookName> = (of: Of, frame: Frame, token: number) => Look[K] | null;
type Looks = { readonly [K in LookName]: Asked<Shown, K> };

/** What only an equation can tell. */
function ofRun<K extends LookName>(look: Asked<Running, K>): Asked<Shown, K> {
  return (shown, frame, token) => (isRun(shown) ? look(shown, frame, token) : null);
}

const looks: Looks = {
  tokens({ d }, { x }) {
    return Array.from({ length: x.length / d }, (_, k) => Array.from(x.subarray(k * d, (k + 1) * d)));
  },
  gram({ d, space }, frame) {
    const x = directionsOf(frame.x, d, space);
    const n = x.length / d;
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
  cosines({ d, space }, frame) {
    const x = directionsOf(frame.x, d, space);
    const n = x.length / d;
    const { counts, sample } = cosineHistogram(x, { n, d }, BINS);
    const pairs = (n * (n - 1)) / 2;
    return { shares: Float32Array.from(counts, (count) => (pairs > 0 ? count / pairs : 0)), sampled: sample !== null };
  },
  attention: ofRun((run, frame, token) => {
    const { shape, shares } = equationAt(run, frame);
    if (token >= shape.n) return null;
    const out = new Float64Array(shape.n);
    shares()(frame.t, directionsOf(frame.x, shape.d, run.space), token, out);
    return { token, weights: Float32Array.from(out) };
  }),
  velocity: ofRun(velocitiesAt),
  field: ofRun(fieldAt),
};

export function lookAt<K extends LookName>(what: K, shown: Shown, frame: Frame, token: number): Look[K] | null {
  return looks[what](shown, frame, token);
}
