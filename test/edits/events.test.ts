/** Events along an edited run: each piece is followed with its own tokens, and no edit is taken for an event. */
import { expect, test } from 'vitest';
import { figureOf, figureRegistry } from '../../src/figures/index.ts';
import { type Edit, type RunResult, type RunSpec, run } from '../../src/index.ts';
import { eventRemarks, eventTable } from '../../src/report/events.ts';
import { largestDifference } from '../support/numeric.ts';

const spec: RunSpec = {
  initial: [0, 0.9, 2.2, 3.1],
  beta: 9,
  until: 40,
  saveAt: [0, 10, 20, 40],
  events: true,
  threshold: 0.1,
  radius: 0.1,
  delta: 1,
};

function told({ events }: RunResult) {
  return (events?.list ?? []).map((event) => {
    const { kind, t } = event;
    return {
      kind,
      t,
      ...(kind === 'edit'
        ? { edit: event.edit, token: event.token }
        : { after: event.kind === 'capture' ? [event.token] : event.after }),
    };
  });
}

test('an edit that changes no token leaves the events and their times as they are', async () => {
  const plain = told(await run({ ...spec, rtol: 1e-10 }));
  expect(plain.map(({ kind }) => kind)).toContain('merger');
  const edits: Edit[] = [
    { t: 3, kind: 'add', x: 4.7 },
    { t: 3, kind: 'remove' },
  ];
  const result = await run({ ...spec, rtol: 1e-10, edits });
  const own = told(result).filter(({ kind }) => kind !== 'edit');
  expect(own.map(({ kind, ...event }) => [kind, 'after' in event && event.after])).toEqual(
    plain.map(({ kind, ...event }) => [kind, 'after' in event && event.after]),
  );
  expect(
    largestDifference(
      own.map(({ t }) => t),
      plain.map(({ t }) => t),
    ),
  ).toBeLessThan(1e-6);
  expect(told(result).filter(({ kind }) => kind === 'edit')).toEqual([
    { kind: 'edit', t: 3, edit: 'add', token: 4 },
    { kind: 'edit', t: 3, edit: 'remove', token: 4 },
  ]);
  const times = told(result).map(({ t }) => t);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('tokens that an edit puts together, or apart, make no event; what follows does', async () => {
  // Both are frozen, so that only the edits move anything.
  const initial = [0, 0.8];
  const frozen: Edit[] = [0, 1].map((token) => ({ t: 0, kind: 'freeze', token }));
  const held = await run({
    ...spec,
    initial,
    edits: [...frozen, { t: 1, kind: 'move', token: 1, x: 0.05 }, { t: 2, kind: 'move', token: 1, x: 2 }],
  });
  expect(told(held).map(({ kind }) => kind)).toEqual(['edit', 'edit']);
  expect(held.events?.initialClusters).toEqual([[0], [1]]);
  const freed = await run({ ...spec, initial, edits: [...frozen, { t: 2, kind: 'release', token: 1 }] });
  const kinds = told(freed).map(({ kind }) => kind);
  expect(kinds[0]).toBe('edit');
  expect(kinds).toContain('merger');
  expect(told(freed).at(-1)?.t).toBeGreaterThan(2);
});

test('an added token is captured by a center, and may be one', async () => {
  const result = await run({
    ...spec,
    initial: [0],
    edits: [
      { t: 1, kind: 'add', x: 0.6 },
      { t: 1, kind: 'add', x: 1.8 },
    ],
  });
  expect(result.events?.centers).toEqual([0, 2]);
  const captures = told(result).filter(({ kind }) => kind === 'capture');
  expect(captures).toHaveLength(1);
  expect(captures[0]).toMatchObject({ after: [1] });
  expect(captures[0].t).toBeGreaterThan(1);
});

test('a finer run certifies them', async () => {
  const edits: Edit[] = [
    { t: 2, kind: 'move', token: 3, x: 2.8 },
    { t: 3, kind: 'add', x: 4.7 },
  ];
  const { events } = await run({ ...spec, certify: true, edits });
  expect(events?.list.length).toBeGreaterThan(3);
  expect(events?.list.map(({ certificate }) => certificate?.verdict)).toEqual(events?.list.map(() => 'certified'));
  expect(events?.certification?.missed).toEqual([]);
});

test('there is no merge tree and no survival, and both the sentences and the figure say so', async () => {
  const edits: Edit[] = [{ t: 2, kind: 'move', token: 3, x: 2.8 }];
  const result = await run({ ...spec, edits });
  expect(result.events).toMatchObject({ tree: null, survival: null });
  expect((await run(spec)).events?.survival).not.toBeNull();
  const remarks = eventRemarks(result.events as never).join('\n');
  expect(remarks).toContain(
    'Tokens were edited once on the way: what that changed is no event, and there is no merge tree.',
  );
  expect(eventTable(result.events as never, 20).rows.map((row) => row.join(' '))).toContain('2 edit  x₄: move');
  expect(() => figureRegistry['merge-tree'].make(result, {})).toThrow(/its tokens were edited on the way/);
  expect(() => figureOf(result)).not.toThrow();
});
