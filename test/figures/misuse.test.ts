/** Plain JavaScript that gives figures what they cannot draw is told so in a sentence with its parts. */
import domino from 'domino';
import { Window } from 'happy-dom';
import { expect, test } from 'vitest';
import { ParkadeError } from '../../src/core/errors.ts';
import { figureOf, figureRegistry, movingTokens } from '../../src/figures/index.ts';
import { run } from '../../src/index.ts';
import { renderPng, renderSvg } from '../../src/node/render/render.ts';

const result = await run({ beta: 4, tokens: 6, saveAt: 'lin:0:5:11', events: true });
const figure = figureOf(result);
const document = domino.createDocument();
const anything = (value: unknown) => value as never;
const { trajectory } = result;
const withTrajectory = (parts: object) => ({ ...result, trajectory: { ...trajectory, ...parts } });

function refusal(call: () => unknown): ParkadeError {
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(ParkadeError);
    return error as ParkadeError;
  }
  throw new Error('nothing was refused');
}

const noResults: readonly (readonly [what: string, given: unknown, key: string])[] = [
  ['nothing', undefined, 'result'],
  ['null', null, 'result'],
  ['a number', 5, 'result'],
  ['a function', run, 'result'],
  ['a promise', Promise.resolve(result), 'result'],
  ['an empty object', {}, 'trajectory'],
  ['no measurements', { ...result, measurements: undefined }, 'measurements'],
  ['no lengths', { ...result, spec: undefined }, 'spec'],
  ['no delta', { ...result, spec: { ...result.spec, delta: undefined } }, 'delta'],
  ['a threshold in words', { ...result, spec: { ...result.spec, threshold: 'near' } }, 'threshold'],
  ['one radius', { ...result, spec: { ...result.spec, radius: 0.1 } }, 'radius'],
  ['no shape', withTrajectory({ shape: null }), 'shape'],
  ['a shape of no tokens', withTrajectory({ shape: { n: 0, d: 2 } }), 'shape'],
  ['no space', withTrajectory({ space: undefined }), 'space'],
  ['times as a list', withTrajectory({ ts: [0, 1] }), 'ts'],
  ['no tokens', withTrajectory({ xs: undefined }), 'xs'],
  ['too few tokens', withTrajectory({ xs: trajectory.xs.slice(1) }), 'xs'],
  ['no initial tokens', withTrajectory({ initial: new Float64Array(2) }), 'initial'],
];

const makers: Record<string, (given: never, options?: never) => unknown> = { figureOf, movingTokens };
for (const { name, make } of Object.values(figureRegistry)) makers[name] = make;

test.each(Object.keys(makers))('%s refuses what is no result, by what it lacks', (name) => {
  for (const [what, given, key] of noResults) {
    const { key: told, message } = refusal(() => makers[name](anything(given)));
    expect([what, told]).toEqual([what, key]);
    expect(message).toMatch(/^"\w+" should [^\n]{5,120}, but [^\n]{5,100}; [^\n]{5,60}\.$/);
  }
});

test.each(Object.keys(makers))('%s refuses options that no figure can take', (name) => {
  if (name !== 'sphere' && name !== 'trajectories') makers[name](anything(result), anything({ times: [1], panels: 2 }));
  for (const [options, key] of [
    [null, 'options'],
    [5, 'options'],
    [{ times: 5 }, 'times'],
    [{ times: ['soon'] }, 'times'],
    [{ panels: 0 }, 'panels'],
    [{ from: [0, 0, 0] }, 'from'],
    [{ title: 5 }, 'title'],
  ]) {
    expect(refusal(() => makers[name](anything(result), anything(options))).key).toBe(key);
  }
});

test.each<readonly [what: string, given: unknown, message: RegExp]>([
  [
    'nothing',
    undefined,
    /^"canvas" should hold the document to draw in, but came as nothing; call draw\(\{ document \}\)/,
  ],
  ['null', null, /^"canvas" should .*, but came as null;/],
  [
    'an empty canvas',
    {},
    /^"document" should be a document, which makes elements, but came as nothing; call draw\(\{ document \}\)/,
  ],
  ['a document that is 5', { document: 5 }, /^"document" should .*, but came as 5;/],
  ['a document that is null', { document: null }, /^"document" should .*, but came as null;/],
  [
    'a theme that is none',
    { document, theme: 'pink' },
    /^"theme" should be one of light, dark, but came as "pink"; choose one of them\.$/,
  ],
  ['a theme of every object', { document, theme: 'toString' }, /^"theme" should /],
  ['a theme that is null', { document, theme: null }, /^"theme" should .*, but came as null;/],
  [
    'a width below 0',
    { document, width: -1 },
    /^"width" should be a number of pixels above 0, but came as -1; 900 is usual\.$/,
  ],
  ['a width of NaN', { document, width: NaN }, /^"width" should .*, but came as NaN;/],
  ['an endless width', { document, width: Infinity }, /^"width" should .*, but came as Infinity;/],
  ['a width in words', { document, width: 'wide' }, /^"width" should .*, but came as "wide";/],
])('a figure is not drawn on %s', (_, canvas, message) => {
  for (const drawn of [figure, figureRegistry.circle.make(result), movingTokens(result).figure(0)]) {
    expect(refusal(() => drawn.draw(anything(canvas))).message).toMatch(message);
  }
});

test('any document will do: of a page, or of a package', () => {
  for (const each of [document, new Window().document]) {
    expect(figure.draw({ document: anything(each) }).getAttribute('width')).toBe('900');
  }
});

test('files of what is no figure, or no SVG', () => {
  for (const none of [undefined, null, {}, 5, result]) {
    expect(refusal(() => renderSvg(anything(none))).message).toMatch(/^"figure" should be a figure, but came as /);
  }
  expect(refusal(() => renderSvg(figure, anything({ theme: 'pink' }))).key).toBe('theme');
  expect(refusal(() => renderSvg(figure, { width: -1 })).key).toBe('width');
  for (const none of [undefined, 5, figure]) {
    expect(refusal(() => renderPng(anything(none))).message).toMatch(
      /^"svg" should be the text of an SVG document, but/,
    );
  }
  const { message, cause } = refusal(() => renderPng('no SVG'));
  expect(message).toMatch(/^"svg" should be an SVG document, but cannot be drawn \(.+\); give what renderSvg/);
  expect(cause).toBeInstanceOf(Error);
});

test('a frame that is none', () => {
  const moving = movingTokens(result);
  for (const i of [-1, 0.5, moving.frames.length, anything('first')]) {
    expect(refusal(() => moving.figure(i)).key).toBe('frame');
  }
});
