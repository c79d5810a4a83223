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

const wrong: readonly (readonly [edits: unknown, sentence: string, more?: Partial<RunSpec>])[] = [
  [
    7,
    '"edits" should be a list of edits in the order of time, such as {"t": 5, "kind": "move", "token": 0, "x": [1, 0]}, their kinds among move, add, freeze, release, remove, but came as 7; change it.',
  ],
  [
    [{ t: 1, kind: 'jump' }],
    '"edits" should be a list of edits in the order of time, such as {"t": 5, "kind": "move", "token": 0, "x": [1, 0]}, their kinds among move, add, freeze, release, remove, but edits[0].kind came as "jump"; change it.',
  ],
  [
    [{ ...move, where: 1 }],
    '"edits" should be a list of edits in the order of time, such as {"t": 5, "kind": "move", "token": 0, "x": [1, 0]}, their kinds among move, add, freeze, release, remove, but edits[0] has a key "where"; change it.',
  ],
  [
    [move, { ...move, t: NaN }],
    '"edits" should be a list of edits in the order of time, such as {"t": 5, "kind": "move", "token": 0, "x": [1, 0]}, their kinds among move, add, freeze, release, remove, but edits[1].t came as NaN; change it.',
  ],
  [
    [{ ...move, t: -1 }],
    '"edits[0]" should come at a time t with 0 ≤ t < 3, where the run ends, but came at -1; drop it or raise "until".',
  ],
  [
    [move, { ...move, t: 3 }],
    '"edits[1]" should come at a time t with 0 ≤ t < 3, where the run ends, but came at 3; drop it or raise "until".',
  ],
  [
    [move, { ...move, t: 0.5 }],
    '"edits[1]" should not come before the edit that stands before it, at 1, but came at 0.5; sort the edits by their times.',
  ],
  [
    [{ ...move, token: 3 }],
    '"edits[0]" should name a token from 0 to 2, which are there then, but came with token 3; change it.',
  ],
  [
    [
      { t: 1, kind: 'remove' },
      { ...move, token: 2 },
    ],
    '"edits[1]" should name a token from 0 to 1, which are there then, but came with token 2; change it.',
  ],
  [
    [{ t: 1, kind: 'freeze' }],
    '"edits[0]" should name a token from 0 to 2, which are there then, but names none; change it.',
  ],
  [
    [{ t: 1, kind: 'add', x: 1, token: 3 }],
    '"edits[0]" should come without a token, since it adds the last one, but came with token 3; drop it.',
  ],
  [
    [{ t: 1, kind: 'remove', token: 1 }],
    '"edits[0]" should remove the last token, number 2 (from 0): the others keep their numbers, but came with token 1; leave the token out, or move or freeze it.',
  ],
  [
    [
      { t: 0, kind: 'remove' },
      { t: 1, kind: 'remove' },
      { t: 1, kind: 'remove' },
    ],
    '"edits[2]" should leave a token, but would remove the only one; drop it.',
  ],
  [
    [
      { t: 1, kind: 'freeze', token: 1 },
      { t: 2, kind: 'freeze', token: 1 },
    ],
    '"edits[1]" should freeze a token that moves, but token 1 is frozen already; drop it.',
  ],
  [
    [{ t: 1, kind: 'release', token: 1 }],
    '"edits[0]" should release a token that is frozen, but token 1 is not; drop it.',
  ],
  [
    [
      { t: 1, kind: 'freeze', token: 2 },
      { t: 1, kind: 'remove' },
      { t: 1, kind: 'add', x: 0 },
      { t: 1, kind: 'release', token: 2 },
    ],
    '"edits[3]" should release a token that is frozen, but token 2 is not; drop it.',
  ],
  [
    [{ t: 1, kind: 'freeze', token: 1, x: 2 }],
    '"edits[0]" should come without x, since freeze puts no token anywhere, but came with x 2; drop it.',
  ],
  [
    [{ t: 1, kind: 'move', token: 1 }],
    '"edits[0]" should have as its x a row of 2 finite numbers, not both 0, or an angle, but has none; change it.',
  ],
  [
    [{ ...move, x: [1, 0, 0] }],
    '"edits[0]" should have as its x a row of 2 finite numbers, not both 0, or an angle, but came with [1,0,0]; change it.',
  ],
  [
    [{ ...move, x: [0, 0] }],
    '"edits[0]" should have as its x a row of 2 finite numbers, not both 0, or an angle, but came with [0,0]; change it.',
  ],
  [
    [{ ...move, x: 1e7 }],
    '"edits[0]" should have as its x a row of 2 finite numbers, not both 0, or an angle, but came with 10000000; change it.',
  ],
  [
    [{ ...move, x: 1 }],
    '"edits[0]" should have as its x a row of 3 finite numbers, not all 0, but came with 1; change it.',
    { initial: [[1, 0, 0]] },
  ],
  [
    [{ ...move, x: [1, 1] }],
    '"edits[0]" should have as its x a row of 3 finite numbers, not all 0, but came with [1,1]; change it.',
    { initial: [[1, 0, 2]], dynamics: 'normalization', scheme: 'pre' },
  ],
  [new Array(10_001).fill(move), '"edits" should be at most 10000 edits, but 10001 came; leave some out.'],
];

test.each(wrong)('%j', (edits, sentence, more = {}) => {
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
});

test('an x that holds no numbers is refused by its place', () => {
  for (const x of [[1, NaN], [1, Infinity], 'here', NaN]) {
    expect(() => prepareRun({ ...spec, edits: [{ ...move, x: x as never }] })).toThrow(/edits\[0\]\.x came as/);
  }
});

test('edits are refused by the library as by a specification', () => {
  const { problem } = prepareRun(spec);
  for (const [edits, words] of [
    [{}, /"edits" should be a list of edits, but came as {}/],
    [[null], /"edits\[0\]" should have as its kind one of move, add, freeze, release, remove, but came with nothing/],
    [[{ ...move, x: ['1', 0] }], /"edits\[0\]" should have as its x a row/],
    [[{ ...move, token: 0.5 }], /came with token 0.5/],
    [[{ ...move, t: 'soon' }], /came at "soon"/],
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
  expect(notes).toEqual(['1 of 2 edits came with an x that was not of unit length to 1e-12 and was normalised.']);
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
