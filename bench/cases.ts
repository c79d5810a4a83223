/** Which fields are timed, and the filter on the command line that picks some of them. */

export interface FieldCase {
  readonly d: number;
  readonly n: number;
  readonly beta: number;
  /** Q = K = V = I, or Q, K, V Gaussian from seeds 1, 2, 3. */
  readonly matrices: 'identity' | 'general';
  readonly threads: number;
}

const SEED = 1;
const sizes: Readonly<Record<number, readonly number[]>> = {
  2: [32, 200, 2_000, 20_000, 1_000_000],
  3: [32, 2_000, 20_000, 100_000],
  64: [1_024],
  512: [1_024],
};
const betas = [9, 64, 1_024];

/** Every case: one thread for all of them, then two threads at β = 9 where there is enough to divide. */
export function fieldCases(): FieldCase[] {
  const cases: FieldCase[] = [];
  for (const d of Object.keys(sizes).map(Number)) {
    for (const beta of betas) for (const n of sizes[d]) cases.push({ d, n, beta, matrices: 'identity', threads: 1 });
    if (d === 2) for (const n of [2_000, 20_000]) cases.push({ d, n, beta: 9, matrices: 'general', threads: 1 });
  }
  for (const d of Object.keys(sizes).map(Number)) {
    for (const n of sizes[d].filter((size) => size >= 200)) {
      cases.push({ d, n, beta: 9, matrices: 'identity', threads: 2 });
    }
  }
  return cases;
}

/** A case that fits a bench of two minutes. */
export function isQuick({ d, n, beta }: FieldCase): boolean {
  return n <= 20_000 && (beta === 9 || (beta === 1_024 && d <= 3));
}

/** The specification whose tokens and matrices a case uses: seeded, so that every bench sees the same. */
export function specOf({ d, n, beta, matrices }: FieldCase) {
  const general = { query: { gaussian: 1 }, key: { gaussian: 2 }, value: { gaussian: 3 } };
  const spec = { tokens: n, dimension: d, beta, seed: SEED, until: 1 };
  return matrices === 'general' ? { ...spec, ...general } : spec;
}

/** Whether a case passes `d=2,n=200,n=2000`: for every key that is named, one of its values. */
export function matches(filter: string, given: object): boolean {
  const wanted = new Map<string, string[]>();
  for (const word of filter.split(',').filter(Boolean)) {
    const [key, value = ''] = word.split('=');
    wanted.set(key, [...(wanted.get(key) ?? []), value.replaceAll('_', '')]);
  }
  const entries = new Map(Object.entries(given).map(([key, value]) => [key, String(value)]));
  return [...wanted].every(([key, values]) => values.includes(entries.get(key) ?? ''));
}
