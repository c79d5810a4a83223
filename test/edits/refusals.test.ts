/** Every edit that cannot be is refused in one sentence that names its place. */
import { expect, test } from 'vitest';
import {
  appendTokens,
  basinsOf,
  type Edit,
  execute,
  makeProblem,
  ParkadeError,
  prepareRun,
  type RunSpec,
  recordSteps,
} from '../../src/index.ts';

const spec: RunSpec = { initial: [0, 1, 2], beta: 4, until: 3 };
const move: Edit = { t: 1, kind: 'move', token: 0, x: 1 };

const LIST =
  '"edits" should be a list in the order of time, such as [{"t": 5, "kind": "move", "token": 0, "x": [1, 0]}], but';
const TIME = 'not before the edit that precedes it, and before the end of the run';
const ROW = '"edits[0]" should have an x of 2 finite numbers, not all 0, or an angle, but';

const wrong: readonly (readonly [edits: unknown, sentence: string, more?: Partial<RunSpec>])[] = [
  [7, `${LIST} came as 7; change it.`],
  [[{ t: 1, kind: 'jump' }], `${LIST} edits[0].kind came as "jump"; change it.`],
  [[{ ...move, where: 1 }], `${LIST} edits[0] has a key "where"; change it.`],
  [[move, { ...move, t: NaN }], `${LIST} edits[1].t came as NaN; change it.`],
  [[move, { ...move, x: [NaN, 0] }], `${LIST} edits[1].x came as ["NaN",0]; change it.`],
  [[{ ...move, t: -1 }], `"edits[0]" should come at a time t with 0 ≤ t < 3, ${TIME}, but has t -1; change it.`],
  [[move, { ...move, t: 3 }], `"edits[1]" should come at a time t with 1 ≤ t < 3, ${TIME}, but has t 3; change it.`],
  [
    [move, { ...move, t: 0.5 }],
    `"edits[1]" should come at a time t with 1 ≤ t < 3, ${TIME}, but has t 0.5; change it.`,
  ],
  [
    [{ ...move, token: 3 }],
    '"edits[0]" should name a token from 0 to 2, which are there then, but has token 3; change it.',
  ],
  [
    [
      { t: 1, kind: 'remove' },
      { ...move, token: 2 },
    ],
    '"edits[1]" should name a token from 0 to 1, which are there then, but has token 2; change it.',
  ],
  [
    [{ t: 1, kind: 'freeze' }],
    '"edits[0]" should name a token from 0 to 2, which are there then, but has no token; change it.',
  ],
  [
    [{ t: 1, kind: 'add', x: 1, token: 3 }],
    '"edits[0]" should come without a token, since it adds the last one, but has token 3; change it.',
  ],
  [
    [{ t: 1, kind: 'remove', token: 1 }],
    '"edits[0]" should remove the last token of two or more, number 2 (from 0), since the others keep their numbers, but has token 1; change it.',
  ],
  [
    [
      { t: 0, kind: 'remove' },
      { t: 1, kind: 'remove' },
      { t: 1, kind: 'remove' },
    ],
    '"edits[2]" should remove the last token of two or more, number 0 (from 0), since the others keep their numbers, but there is one; change it.',
  ],
  [
    [
      { t: 1, kind: 'freeze', token: 1 },
      { t: 2, kind: 'freeze', token: 1 },
    ],
    '"edits[1]" should freeze a token that moves, but token 1 is frozen then; change it.',
  ],
  [
    [{ t: 1, kind: 'release', token: 1 }],
    '"edits[0]" should release a token that is frozen, but token 1 moves then; change it.',
  ],
  [
    [
      { t: 1, kind: 'freeze', token: 2 },
      { t: 1, kind: 'remove' },
      { t: 1, kind: 'add', x: 0 },
      { t: 1, kind: 'release', token: 2 },
    ],
    '"edits[3]" should release a token that is frozen, but token 2 moves then; change it.',
  ],
  [
    [{ t: 1, kind: 'freeze', token: 1, x: 2 }],
    '"edits[0]" should come without x, since it puts no token anywhere, but has x 2; change it.',
  ],
  [[{ t: 1, kind: 'move', token: 1 }], `${ROW} has no x; change it.`],
  [[{ ...move, x: [1, 0, 0] }], `${ROW} has x [1,0,0]; change it.`],
  [[{ ...move, x: [0, 0] }], `${ROW} has x [0,0]; change it.`],
  [[{ ...move, x: 1e7 }], `${ROW} has x 10000000; change it.`],
  [
    [{ ...move, x: 1 }],
    '"edits[0]" should have an x of 3 finite numbers, not all 0, but has x 1; change it.',
    { initial: [[1, 0, 0]] },
  ],
  [
    [{ ...move, x: [1, 1] }],
    '"edits[0]" should have an x of 3 finite numbers, not all 0, but has x [1,1]; change it.',
    { initial: [[1, 0, 2]], dynamics: 'normalization', scheme: 'pre' },
  ],
  [
    new Array(10_001).fill(move),
    '"edits" should be a list of at most 10000 edits, but came as [{"t":1,"kind":"move","token":0,"x":1},{"t":1,"kind":"mov…; change it.',
  ],
];

test.each(wrong.map(([edits, sentence, more]) => ({ edits, sentence, more })))(
  '$sentence',
  ({ edits, sentence, more }) => {
    let told = '';
    let key: string | undefined;
    try {
      prepareRun({ ...spec, ...more, edits: edits as Edit[] });
    } catch (error) {
      if (!(error instanceof ParkadeError)) throw error;
      ({ message: told, key } = error);
    }
    expect(told).toBe(sentence);
    expect(key).toBe('edits');
  },
);

test('an x that holds no numbers is refused by its place', () => {
  for (const x of [[1, NaN], [1, Infinity], 'here', NaN]) {
    expect(() => prepareRun({ ...spec, edits: [{ ...move, x: x as never } as Edit] })).toThrow(/edits\[0\]\.x came as/);
  }
});

test('edits are refused by the library as by a specification', () => {
  const { problem } = prepareRun(spec);
  for (const [edits, words] of [
    [{}, /"edits" should be a list of at most 10000 edits, but came as {}/],
    [[null], /"edits\[0\]" should have a kind among move, add, freeze, release, remove, but has no kind/],
    [[{ ...move, x: ['1', 0] }], /"edits\[0\]" should have an x of 2 finite numbers/],
    [[{ ...move, token: 0.5 }], /has token 0.5/],
    [[{ ...move, t: 'soon' }], /has t "soon"/],
  ] as const) {
    expect(() => makeProblem({ ...problem, edits: edits as never })).toThrow(words);
  }
});

test('rows that are not of unit length are normalised, with a note; those of R^d keep their lengths', () => {
  const edits: Edit[] = [
    { t: 1, kind: 'add', x: [3, 4] },
    { t: 2, kind: 'add', x: [0, 1] },
  ];
  const { notes, problem, spec: resolved } = prepareRun({ ...spec, edits });
  expect(notes).toEqual(['1 of 2 edits gave rows that were not of unit length to 1e-12 and were normalised.']);
  expect(problem.edits?.[0]).toEqual({ t: 1, kind: 'add', x: [0.6, 0.8] });
  expect(resolved.edits).toEqual(edits);
  const inSpace = prepareRun({ ...spec, dynamics: 'normalization', scheme: 'pre', edits });
  expect(inSpace.notes).toEqual([]);
  expect(inSpace.problem.edits).toEqual(edits);
});

test('what cannot follow edits says so', async () => {
  const freeze: Edit[] = [{ t: 1, kind: 'freeze', token: 1 }];
  await expect(execute(prepareRun({ ...spec, merge: true, edits: freeze }))).rejects.toThrow(
    '"merge" should come without tokens that are frozen, since those that it merges move as one, but "edits" freezes one; drop one of them.',
  );
  const prepared = prepareRun({ ...spec, edits: [move] });
  const { trajectory } = await execute(prepared);
  const log = recordSteps(prepared.problem).log();
  const run = { method: prepared.method, trajectory, log: log as never };
  const sentence = /its tokens are edited on the way/;
  await expect(appendTokens(run, Float64Array.of(1, 0))).rejects.toThrow(sentence);
  await expect(basinsOf(run, Float64Array.of(1, 0), { threshold: 0.1, radius: 0.1 })).rejects.toThrow(sentence);
});

test('merging goes on in every piece', async () => {
  const stiff: RunSpec = { tokens: 12, beta: 16, seed: 2, until: 1e9, saveAt: [1e9], observe: 'none' };
  const { trajectory } = await execute(
    prepareRun({ ...stiff, merge: true, edits: [{ t: 1e6, kind: 'move', token: 5, x: 1 }] }),
  );
  expect(trajectory.status).toBe('completed');
  expect(trajectory.statistics.particles).toBeLessThan(12);
});
