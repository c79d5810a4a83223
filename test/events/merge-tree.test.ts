/** The merge tree: clusters alive partition the tokens at every time, and children hold what their parents held. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { clusters } from '../../src/analysis/clusters.ts';
import { tokensAt } from '../../src/core/recording.ts';
import type { Event } from '../../src/events/event.ts';
import { groups } from '../../src/events/links.ts';
import { clustersAt, type MergeTree, mergeTree } from '../../src/events/merge-tree.ts';
import { run } from '../../src/run/run.ts';
import type { RunSpec } from '../../src/run/spec.ts';
import { ascending, history } from '../support/histories.ts';

const tokensOf = (lives: readonly { readonly tokens: readonly number[] }[]) =>
  ascending(lives.flatMap(({ tokens }) => tokens));

/** Every law that a tree of n tokens obeys. */
function expectLaws(tree: MergeTree, n: number): void {
  const everyone = Array.from({ length: n }, (_, k) => k);
  const moments = [0, ...tree.flatMap(({ born, ended }) => [born, ended ?? born])];
  for (const t of [...moments, ...moments.map((at) => 1.0001 * at), Infinity]) {
    expect(tokensOf(clustersAt(tree, t)), `at ${t}`).toEqual(everyone);
  }
  for (const life of tree) {
    expect(tree[life.id]).toBe(life);
    expect(life.tokens).toEqual(ascending(life.tokens));
    expect(life.first).toBe(life.tokens[0]);
    expect(life.lifetime).toBe(life.ended === null ? null : life.ended - life.born);
    expect(life.end === 'alive').toBe(life.ended === null);
    expect(life.beginning === 'initial').toBe(life.parents.length === 0);
    expect([life.parents.length, life.children.length]).toEqual([
      { initial: 0, merger: 2, birth: 1 }[life.beginning],
      { alive: 0, merger: 1, birth: 2 }[life.end],
    ]);
    for (const id of life.parents) {
      expect(tree[id].ended).toBe(life.born);
      expect(tree[id].children).toContain(life.id);
      expect(id).toBeLessThan(life.id);
    }
    if (life.end === 'alive') continue;
    for (const id of life.children) expect(tree[id].parents).toContain(life.id);
    const siblings = [...new Set(life.children.flatMap((id) => tree[id].parents))];
    const held = siblings.map((id) => tree[id]);
    expect(tokensOf(life.children.map((id) => tree[id]))).toEqual(tokensOf(held));
  }
}

describe('laws', () => {
  test('any history of mergers and births', () => {
    const histories = fc.tuple(fc.integer({ min: 2, max: 9 }), fc.array(fc.nat(1000), { maxLength: 30 }));
    fc.assert(
      fc.property(histories, ([n, choices]) => {
        const { initial, events, alive } = history(n, choices);
        const tree = mergeTree(initial, events) as MergeTree;
        expectLaws(tree, n);
        const left = clustersAt(tree, Infinity).map(({ tokens }) => tokens.join());
        expect(left.sort()).toEqual(alive.map((tokens) => tokens.join()).sort());
      }),
      { numRuns: 200 },
    );
  });

  test('a history that speaks of clusters which are not there has no tree', () => {
    const { initial, events } = history(6, [1, 2, 4, 3, 5, 7]);
    expect(mergeTree(initial, events)).not.toBe(null);
    expect(mergeTree(initial, events.slice(1))).toBe(null);
    expect(mergeTree(initial, [...events, events[0]])).toBe(null);
    const [first, ...others] = events;
    expect(mergeTree(initial, [{ ...first, after: [0] } as unknown as Event, ...others])).toBe(null);
  });

  test('captures and the collapse leave no trace', () => {
    const { initial, events } = history(5, [1, 2, 4]);
    const capture: Event = {
      kind: 'capture',
      token: 1,
      center: 0,
      before: [],
      after: [1],
      t: 0.5,
      step: events[0].step,
    };
    const tree = mergeTree(initial, [capture, ...events]) as MergeTree;
    const plain = mergeTree(initial, events) as MergeTree;
    expect(tree.map(({ tokens, born, ended }) => ({ tokens, born, ended }))).toEqual(
      plain.map(({ tokens, born, ended }) => ({ tokens, born, ended })),
    );
    const shifted = plain.map(({ bornBy }) => (bornBy === null ? null : bornBy + 1));
    expect(tree.map(({ bornBy }) => bornBy)).toEqual(shifted);
  });
});

const loose = { rtol: 1e-6, atol: 1e-8, observe: 'none', events: true } as const;
const runs: Record<string, RunSpec> = {
  'circle, to the collapse': { beta: 9, tokens: 30, seed: 2, saveAt: 'log:1e-1:1e12:60', ...loose },
  'circle, many births': { beta: 64, tokens: 60, seed: 1, saveAt: 'log:1e-1:1e8:60', ...loose },
  sphere: { beta: 9, tokens: 40, dimension: 3, seed: 1, saveAt: 'log:1e-1:1e4:40', ...loose },
};

describe.each(Object.entries(runs))('a run: %s', (_, spec) => {
  test('obeys the laws, and its clusters are those of the saved tokens', async () => {
    const { trajectory, events } = await run(spec);
    const tree = events?.tree as MergeTree;
    const { shape } = trajectory.problem;
    expect(trajectory.status).toBe('completed');
    expect(tree.length).toBeGreaterThan(events?.initialClusters.length as number);
    expectLaws(tree, shape.n);
    for (const [i, t] of trajectory.ts.entries()) {
      const seen = groups(clusters(tokensAt(trajectory, i), shape, events?.lengths.threshold as number).labels);
      const known = clustersAt(tree, t).map(({ tokens }) => tokens.join());
      expect(known.sort(), `at ${t}`).toEqual(seen.map((tokens) => tokens.join()).sort());
    }
  });
});
