/** "Guess first": choices hold the answer, answers are what the run says, and theory stands beside them. */
import { gallery } from 'parkade/gallery';
import { beforeAll, describe, expect, test } from 'vitest';
import { expectationOf } from '../../lab/gallery/expectation.ts';
import { largestFall, leaderOf, type RunFacts } from '../../lab/gallery/facts.ts';
import { candidatesFor, questionOf, revealOf } from '../../lab/gallery/guess.ts';
import { type Filmed, filmed } from './support/film.ts';

const all = gallery.flatMap(({ states }) => states).flatMap((state) => (state.guess ? [state] : []));
/** One of each kind: their runs are most of the time. */
const asking = [
  ...new Map(
    all.toReversed().map((state) => [JSON.stringify({ ...state.guess, token: 0, before: 0 }), state]),
  ).values(),
];

test('every kind of question is asked by some state', () => {
  expect(asking.length).toBeLessThan(all.length);
  const kinds = new Set(asking.map(({ guess }) => guess?.kind));
  expect([...kinds].sort()).toEqual(['captured', 'clusters', 'collapse', 'energy', 'leader']);
});

describe.each(asking)('$id', ({ spec, guess }) => {
  let run: Filmed;
  let facts: RunFacts;
  beforeAll(async () => {
    run = await filmed(spec);
    facts = run.facts;
  });

  test('exactly one answer of a choice is right, and the measured number of a number', () => {
    const question = questionOf(guess!, facts);
    expect(question.asks).toMatch(/\?$/);
    if (question.kind === 'choice') {
      const right = question.choices.filter(({ value }) => revealOf(guess!, value, facts).right);
      expect(right).toHaveLength(1);
      expect(question.choices.length).toBeGreaterThan(1);
      return;
    }
    const measured = guess!.kind === 'captured' ? 100 * facts.captured : facts.clusters;
    expect(revealOf(guess!, measured, facts)).toMatchObject({ right: true, off: 'You guessed it.' });
    const wrong = revealOf(guess!, measured + 7, facts);
    expect(wrong.right).toBe(false);
    expect(wrong.off).toMatch(/off by 7/);
  });

  test('theory has something to say wherever the question is what it speaks of', () => {
    const words = expectationOf(guess!, facts, run.prepared.spec.delta, spec);
    expect(words).toMatch(/^[A-Z].*\.$/);
    expect(words ?? '').not.toMatch(/NaN|undefined/);
  });
});

test('the answer is measured in the run, not known beforehand: another seed, another leader', async () => {
  const leaders = new Set<number>();
  for (const seed of [1, 2, 3, 4]) {
    const { facts } = await filmed({ tokens: 40, dimension: 2, beta: 64, seed, until: 30 });
    const leader = leaderOf(facts, 39);
    leaders.add(leader);
    expect(candidatesFor(39, facts)).toContain(leader);
    expect(revealOf({ kind: 'leader', token: 39 }, leader, facts).right).toBe(true);
    expect(revealOf({ kind: 'leader', token: 39 }, -1, facts).right).toBe(false);
  }
  expect(leaders.size).toBeGreaterThan(1);
});

test('where theory has nothing to say it says nothing: a V that is not written out', async () => {
  const { facts } = await filmed({ tokens: 4, dimension: 3, beta: 1, until: 1 });
  const guess = { kind: 'clusters', expects: 'table-1' } as const;
  expect(expectationOf(guess, facts, 0.5, { beta: 1, value: { gaussian: 1 } })).toBeNull();
  expect(expectationOf(guess, facts, 0.5, { beta: 1, value: [-1, -1, -2] })).toContain('a cloud around L');
});

test('a fall is below what was reached before, wherever nothing was measured in between', () => {
  const nothing = Number.NaN;
  const series = Float32Array.from([0.25, nothing, 0.5, nothing, 0.375, 0.25, 1]);
  expect(largestFall(series, Float64Array.from([0, 1, 2, 3, 4, 5, 6]))).toEqual({ by: 0.25, at: 5 });
  expect(largestFall(Float32Array.from([0.25, 0.25, 1]), Float64Array.from([0, 1, 2])).by).toBe(0);
});

test('no collapse: said so, and "no" is right', async () => {
  const { facts } = await filmed({ tokens: 10, dimension: 2, beta: 16, seed: 1, until: 5, events: true });
  const guess = { kind: 'collapse', before: 1e3 } as const;
  expect(revealOf(guess, 0, facts)).toEqual({
    ...{ right: true, measured: 'They are not at one place by t = 5.', off: 'You guessed it.' },
  });
  expect(revealOf(guess, 1, facts).right).toBe(false);
});
