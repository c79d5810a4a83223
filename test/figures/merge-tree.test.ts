/** The figure of the merge tree: everything that happened is drawn, and what meets lies side by side. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clustersAt, type MergeTree, mergeTree } from '../../src/events/merge-tree.ts';
import { figureRegistry } from '../../src/figures/index.ts';
import { treeLayout } from '../../src/figures/runs/merge-tree-order.ts';
import { run } from '../../src/index.ts';
import { tokenName } from '../../src/report/run.ts';
import { atAngles } from '../support/draw.ts';
import { history } from '../support/histories.ts';
import { all, drawn, overlapping, texts } from './support.ts';

const loose = { rtol: 1e-4, atol: 1e-6, observe: 'none', certify: true } as const;
const circle = await run({ beta: 64, tokens: 60, seed: 4, saveAt: [1e6], ...loose });
const sphere = await run({ beta: 25, tokens: 60, dimension: 3, seed: 3, saveAt: [1e4], ...loose });

describe.each([
  ['circle', circle],
  ['sphere', sphere],
])('%s', (_, result) => {
  const svg = drawn(figureRegistry['merge-tree'].make(result));
  const events = result.events!;
  const count = (kind: string) => events.list.filter((event) => event.kind === kind).length;

  it('has a line for every cluster, an upright for every event, a mark for every verdict', () => {
    expect(count('merger')).toBeGreaterThan(3);
    expect(count('birth')).toBeGreaterThan(0);
    expect(all(svg, '[data-mark=cluster]')).toHaveLength(events.tree!.length);
    for (const kind of ['merger', 'birth']) expect(all(svg, `[data-mark=${kind}]`)).toHaveLength(count(kind));
    for (const verdict of ['certified', 'undecided']) {
      const given = events.list.filter(
        ({ kind, certificate }) => (kind === 'merger' || kind === 'birth') && certificate?.verdict === verdict,
      );
      // One more in the legend, where there are any.
      expect(all(svg, `[data-mark=${verdict}]`)).toHaveLength(given.length && given.length + 1);
    }
  });

  it('draws larger clusters thicker', () => {
    const widths = all(svg, '[data-mark=cluster]').map((line) => Number(line.getAttribute('stroke-width')));
    expect(new Set(widths).size).toBe(new Set(events.tree!.map(({ tokens }) => tokens.length)).size);
  });

  it('names clusters, each on its line, on nothing else', () => {
    const lines = all(svg, '[data-mark=cluster]').map((line) => {
      const [, left, y, right] = /^M([\d.]+),([\d.]+)H([\d.]+)$/.exec(line.getAttribute('d')!)!.map(Number);
      return { left, right, y, half: Number(line.getAttribute('stroke-width')) / 2 };
    });
    const uprights = all(
      svg,
      '[data-panel=merge-tree] [data-mark=merger], [data-panel=merge-tree] [data-mark=birth]',
    ).map((upright) => {
      const [, x, low, high] = /^M([\d.]+),([\d.]+)V([\d.]+)$/.exec(upright.getAttribute('d')!)!.map(Number);
      return { x, low, high };
    });
    expect(uprights).toHaveLength(count('merger') + count('birth'));
    const panel = all(svg, '[data-panel=merge-tree]')[0].cloneNode(true) as Element;
    const labels = texts(panel).filter(({ content }) => / from x/.test(content));
    expect(labels.length).toBeGreaterThan(2);
    expect(overlapping(labels)).toEqual([]);
    const known = new Set(events.tree!.map(({ tokens, first }) => `${tokens.length} from ${tokenName(first)}`));
    for (const { content, left, right, top, bottom } of labels) {
      expect(known).toContain(content);
      const below = lines.filter((line) => line.left <= left && line.right >= right && line.y - line.half - bottom < 4);
      expect(
        below.some((line) => line.y > bottom),
        content,
      ).toBe(true);
      for (const line of lines) {
        const apart =
          line.right <= left || line.left >= right || line.y + line.half <= top || line.y - line.half >= bottom;
        expect(apart, content).toBe(true);
      }
      for (const { x, low, high } of uprights) {
        expect(x <= left || x >= right || high <= top || low >= bottom, content).toBe(true);
      }
    }
  });
});

it('is refused with one sentence where no events were recorded', async () => {
  const bare = await run({ beta: 9, tokens: 5, until: 1 });
  expect(() => figureRegistry['merge-tree'].make(bare)).toThrow(
    'Figure "merge-tree" should come with the events of a run, but none were recorded; simulate with --events.',
  );
});

describe('order', () => {
  const span = () => 1;
  const histories = (births: boolean) =>
    fc
      .tuple(fc.integer({ min: 2, max: 12 }), fc.array(fc.nat(1000), { maxLength: 25 }))
      .map(([n, choices]) => ({ n, ...history(n, choices, births) }));
  const dimension3 = (n: number) => ({ x: new Float64Array(3 * n).fill(1), shape: { n, d: 3 } });

  it('gives every cluster a place of its own at every time, births or not', () => {
    fc.assert(
      fc.property(histories(true), ({ n, initial, events }) => {
        const tree = mergeTree(initial, events) as MergeTree;
        const { x, shape } = dimension3(n);
        const { places, rows } = treeLayout(tree, x, shape, span);
        for (let t = 0; t <= events.length; t++) {
          const here = clustersAt(tree, t).map(({ id }) => places[id]);
          expect(new Set(here).size).toBe(here.length);
          for (const place of here) expect(place > 0 && place < rows).toBe(true);
        }
      }),
    );
  });

  it('without births nothing crosses: between two that merge lies no third', () => {
    fc.assert(
      fc.property(histories(false), ({ n, initial, events }) => {
        const tree = mergeTree(initial, events) as MergeTree;
        const { x, shape } = dimension3(n);
        const { places } = treeLayout(tree, x, shape, span);
        for (const { parents, born, id } of tree) {
          if (parents.length === 0) continue;
          const [low, high] = parents.map((parent) => places[parent]).sort((a, b) => a - b);
          expect(places[id] > low && places[id] < high).toBe(true);
          for (const other of clustersAt(tree, born)) {
            if (other.id !== id) expect(places[other.id] < low || places[other.id] > high).toBe(true);
          }
        }
      }),
    );
  });

  it('a cluster that is torn lies in its largest part', () => {
    // Tokens 1, 2, 4 share a cluster until it comes apart; what lasts is 0 between them.
    const x = atAngles([2, 1, 1.1, 4, 3]);
    const at = (t: number) => ({ t, step: { index: 0, theta: 1, dt: 1 } });
    const tree = mergeTree(
      [[0], [3], [1, 2, 4]],
      [{ kind: 'birth', before: [1, 2, 4], after: [[1, 2], [4]], ...at(1) }],
    ) as MergeTree;
    const { places } = treeLayout(tree, x, { n: 5, d: 2 }, ({ id }) => (id === 2 ? 0 : 1));
    expect(places[2]).toBe(places[tree.findIndex(({ tokens }) => tokens.join() === '1,2')]);
  });

  it('on the circle it is that of the angles, cut where nothing meets', () => {
    // 0 and 2 meet across the angle 0; 1 and 3 are elsewhere, in this order.
    const x = atAngles([0.1, 1, 6.2, 2]);
    const at = (t: number) => ({ t, step: { index: 0, theta: 1, dt: 1 } });
    const tree = mergeTree(
      [[0], [1], [2], [3]],
      [
        { kind: 'merger', before: [[0], [2]], after: [0, 2], ...at(1) },
        { kind: 'merger', before: [[1], [3]], after: [1, 3], ...at(2) },
      ],
    ) as MergeTree;
    const { places } = treeLayout(tree, x, { n: 4, d: 2 }, span);
    const order = [0, 1, 2, 3].sort((a, b) => places[a] - places[b]).join('');
    expect(['2013', '1320']).toContain(order);
  });
});
