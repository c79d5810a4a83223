/** The shortest way to say a run: a specification without what follows by itself. */
import { ParkadeError } from '../core/errors.ts';
import { toCanonicalJson } from '../core/json.ts';
import { exact } from '../core/number-text.ts';
import { prepareRun, type ResolvedSpec } from '../run/prepare.ts';
import type { RunSpec } from '../run/spec.ts';
import { resolveTimes } from '../run/times.ts';

type Keys = Record<string, unknown>;

/** What chooses an equation, a law and the shape, on which the usual values of other keys depend. */
const FIRST = ['beta', 'dynamics', 'initial', 'tokens', 'dimension', 'kappa', 'commonKappa', 'until'];

/**
 * A specification that means the same run, in every bit, with as few keys as it takes: keys are left out whose usual
 * values they have, and grids of times are written as words. For links, which are the shorter for it.
 *
 * @throws ParkadeError InvalidParameter for a specification that no run can be made from
 */
export function shortSpec(given: RunSpec): RunSpec {
  const full = prepareRun(given).spec as ResolvedSpec & Keys;
  let short = growing(full);
  if (short === null || !isSame(resolved(short), full)) return given;
  for (const key of Object.keys(short).slice(1)) {
    const { [key]: _, ...without } = short;
    if (isSame(resolved(without), full)) short = without;
  }
  return short as unknown as RunSpec;
}

/** Begins with what must be said, and adds what comes out differently until nothing does; null where that fails. */
function growing(full: ResolvedSpec & Keys): Keys | null {
  const keys = new Set(FIRST.filter((key) => full[key] !== undefined));
  for (let before = -1; before < keys.size; ) {
    before = keys.size;
    const short = Object.fromEntries([...keys].map((key) => [key, key === 'saveAt' ? gridOf(full.saveAt) : full[key]]));
    const now = resolved(short);
    if (typeof now === 'string' && full[now] !== undefined && !keys.has(now)) keys.add(now);
    else if (typeof now !== 'object') for (const key of Object.keys(full)) keys.add(key);
    else for (const key of Object.keys(full)) if (!isSame(now[key], full[key])) keys.add(key);
    if (keys.size === before) return typeof now === 'object' ? short : null;
  }
  return null;
}

/** What a specification comes to; where it cannot be, the key that is missing or wrong. */
function resolved(spec: Keys): Keys | string | undefined {
  try {
    return prepareRun(spec as unknown as RunSpec).spec as ResolvedSpec & Keys;
  } catch (error) {
    if (error instanceof ParkadeError) return error.key;
    throw error;
  }
}

function isSame(one: unknown, other: unknown): boolean {
  return toCanonicalJson({ value: one }) === toCanonicalJson({ value: other });
}

/** Saved times as the word that means them to the last bit, where there is one. */
function gridOf(times: readonly number[]): string | readonly number[] {
  if (times.length < 4) return times;
  const ends = `${exact(times[0])}:${exact(times[times.length - 1])}:${times.length}`.replaceAll('e+', 'e');
  const words = [`lin:${ends}`, ...(times[0] > 0 ? [`log:${ends}`] : [])];
  return words.find((word) => isSame(resolveTimes(word), times)) ?? times;
}
