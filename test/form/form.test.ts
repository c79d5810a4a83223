/** The form of a specification: every key once, every word taken, every limit kept, what is new there by itself. */
import { afterEach, describe, expect, test } from 'vitest';
import * as z from 'zod/mini';
import { parameter } from '../../src/core/parameter.ts';
import { dynamicsRegistry } from '../../src/dynamics/index.ts';
import { type Field, formOf, parseWord } from '../../src/form/index.ts';
import { initialRegistry } from '../../src/initial/index.ts';
import { specParameters } from '../../src/run/keys.ts';
import { prepareRun } from '../../src/run/prepare.ts';
import { checkSpec } from '../../src/run/spec.ts';

const dynamicsNames = Object.keys(dynamicsRegistry);
const initialNames = Object.keys(initialRegistry);
const fieldsOf = (choice: Parameters<typeof formOf>[0] = {}): Field[] =>
  formOf(choice).groups.flatMap(({ fields }) => fields);
/** Every field of every form, with the choice that it appears under. */
const everyField = [
  ...dynamicsNames.flatMap((dynamics) => fieldsOf({ dynamics }).map((field) => ({ field, choice: { dynamics } }))),
  ...initialNames.flatMap((initial) => fieldsOf({ initial }).map((field) => ({ field, choice: { initial } }))),
];
const once = new Map(everyField.map((entry) => [entry.field.key, entry]));

/** The field whose declaration this is, whatever equation it belongs to. */
function field(key: string): Field {
  return (once.get(key) as { field: Field }).field;
}

describe('which fields', () => {
  test.each(dynamicsNames)('%s: no key twice, and those that a specification takes', (dynamics) => {
    const keys = fieldsOf({ dynamics }).map(({ key }) => key);
    expect(new Set(keys).size).toBe(keys.length);
    for (const key of Object.keys(dynamicsRegistry[dynamics as 'attention'].parameters)) expect(keys).toContain(key);
  });

  test('every key of a specification is in some form', () => {
    expect([...once.keys()].sort()).toEqual(Object.keys(specParameters).sort());
  });

  test('a key of another equation is in none: the core would refuse it', () => {
    expect(fieldsOf().map(({ key }) => key)).not.toContain('scheme');
    expect(fieldsOf({ initial: [0, 1] }).map(({ key }) => key)).not.toContain('concentration');
    expect(fieldsOf({ dynamics: 'nonsense' }).map(({ key }) => key)).toContain('tokens');
  });

  test('every field says what it is, what is expected, and what it is called', () => {
    for (const { field } of everyField) {
      expect(field.description, field.key).toMatch(/^\S.{3,}\S$/);
      expect(field.description, field.key).not.toContain('(default');
      expect(field.expects, field.key).not.toBe('');
      expect(field.name, field.key).toMatch(/^[a-z]/);
    }
  });

  test('it is plain data, which can be sent to another thread', () => {
    for (const dynamics of dynamicsNames) expect(structuredClone(formOf({ dynamics }))).toEqual(formOf({ dynamics }));
  });
});

describe('what a field takes', () => {
  test.each([
    ['tokens', { kind: 'number', whole: true, least: 1, most: Number.MAX_SAFE_INTEGER, open: false }],
    ['beta', { kind: 'number', whole: false, least: 0, most: null, open: false }],
    ['kappa', { kind: 'number', whole: false, least: 0, most: null, open: true }],
    ['heads', { kind: 'number', whole: true, least: 1, most: 1000, open: false }],
    ['until', { kind: 'number', whole: false, least: 1e-270, most: 1e300, open: false }],
    ['merge', { kind: 'flag' }],
    ['value', { kind: 'matrix', square: true, several: true }],
    ['mlpIn', { kind: 'matrix', square: false, several: false }],
    ['centers', { kind: 'rows' }],
    ['radius', { kind: 'numbers', text: false }],
    ['saveAt', { kind: 'numbers', text: true }],
  ])('%s', (key, type) => {
    expect(field(key).type).toEqual(type);
  });

  test('equations and laws come with their titles, equations with their formulas and sources', () => {
    const { type } = field('dynamics');
    const { equation, source, title } = dynamicsRegistry.rotary;
    expect(type).toMatchObject({
      kind: 'choice',
      words: expect.arrayContaining([{ word: 'rotary', title, formula: equation, source }]),
    });
    expect(field('initial').type).toMatchObject({
      kind: 'law',
      words: expect.arrayContaining([{ word: 'uniform', title: initialRegistry.uniform.title }]),
    });
  });

  test('layers are parts whose keys mean what they mean outside', () => {
    const { type } = field('layers');
    if (type.kind !== 'parts') throw new Error(type.kind);
    expect(type.many).toBe(true);
    expect(type.fields.map(({ key, symbol }) => [key, symbol])).toEqual([
      ['beta', 'β'],
      ['query', 'Q'],
      ['key', 'K'],
      ['value', 'V'],
    ]);
    expect(type.fields[3].type).toEqual({ kind: 'matrix', square: true, several: false });
  });

  test('words that stand alone are apart from those that stand together', () => {
    expect(field('observe').type).toMatchObject({
      kind: 'choices',
      alone: ['all', 'none'],
      words: expect.arrayContaining(['clusters']),
    });
  });

  test('defaults, also those that depend on other keys', () => {
    expect(field('seed')).toMatchObject({ usual: 1, optional: true, usualWords: null });
    expect(field('value').usual).toBe('identity');
    expect(field('delta')).toMatchObject({ usual: undefined, usualWords: '4β^{−1/2}, at most π/2', symbol: 'δ' });
    expect(field('beta')).toMatchObject({ usual: undefined, optional: false });
    expect(field('layerTime')).toMatchObject({
      usual: 1,
      description: 'how long a layer lasts, and the step of integrators without an error estimate',
    });
  });
});

describe('the core agrees', () => {
  /** A specification under which the field may come. */
  const withField = ({ field: { key }, choice }: (typeof everyField)[number], value: unknown) => {
    const directions = 'initial' in choice && choice.initial === 'von-mises-fisher' ? { directions: [[1, 0]] } : {};
    return { beta: 1, until: 1, tokens: 3, ...choice, ...directions, [key]: value };
  };
  const entries = [...once.values()];
  const refused = (spec: object) => expect(() => checkSpec(spec), JSON.stringify(spec));

  test('every word of every choice is accepted', () => {
    for (const entry of entries) {
      const { type } = entry.field;
      const words =
        type.kind === 'choice' || type.kind === 'law'
          ? type.words.map(({ word }) => word)
          : type.kind === 'choices'
            ? [...type.alone, ...type.words]
            : [];
      for (const word of words) {
        const spec =
          entry.field.key === 'dynamics' || entry.field.key === 'initial'
            ? { beta: 1, [entry.field.key]: word }
            : withField(entry, word);
        expect(checkSpec(spec)).toMatchObject({ [entry.field.key]: word });
      }
      // A word that is no law may be a file: it is refused where the tokens are drawn.
      if (words.length > 0 && type.kind !== 'law')
        refused(withField(entry, 'no such word')).toThrow(`"${entry.field.key}"`);
    }
  });

  test('limits are taken, and refused beyond', () => {
    let limits = 0;
    for (const entry of entries) {
      const { key, type } = entry.field;
      if (type.kind !== 'number') continue;
      const beyond = (bound: number, way: number) =>
        type.whole ? bound + way : bound + way * Math.max(Math.abs(bound) * 1e-9, Number.MIN_VALUE);
      if (type.least !== null) {
        limits++;
        if (type.open) refused(withField(entry, type.least)).toThrow(`"${key}"`);
        else expect(checkSpec(withField(entry, type.least))).toMatchObject({ [key]: type.least });
        refused(withField(entry, beyond(type.least, -1))).toThrow(`"${key}"`);
      }
      if (type.most === null) continue;
      limits++;
      expect(checkSpec(withField(entry, type.most))).toMatchObject({ [key]: type.most });
      refused(withField(entry, beyond(type.most, 1))).toThrow(`"${key}"`);
    }
    expect(limits).toBeGreaterThan(25);
  });

  test('a given default changes nothing', () => {
    for (const { field, choice } of entries) {
      if (field.usual === undefined || field.key === 'dynamics' || field.key === 'initial') continue;
      const directions = 'initial' in choice && choice.initial === 'von-mises-fisher' ? { directions: [[1, 0]] } : {};
      const centers = 'dynamics' in choice && choice.dynamics === 'frozen-centers' ? { centers: [[1, 0]] } : {};
      const plain = { beta: 1, until: 1, tokens: 3, ...choice, ...directions, ...centers } as never;
      expect(prepareRun({ ...(plain as object), [field.key]: field.usual } as never).spec, field.key).toEqual(
        prepareRun(plain).spec,
      );
    }
  });
});

test.each([
  ['1e52', 1e52],
  ['1,.5', [1, 0.5]],
  [
    '[[1, 0], [0, 1]]',
    [
      [1, 0],
      [0, 1],
    ],
  ],
  ['gaussian:3', { gaussian: 3 }],
  ['−2', -2],
  ['abc', 'abc'],
])('typed: %s', (text, value) => {
  expect(parseWord(text)).toEqual(value);
});

describe('a new equation', () => {
  const registry = dynamicsRegistry as unknown as Record<string, unknown>;
  afterEach(() => {
    delete registry.throwaway;
  });

  test('appears by itself, with its keys', () => {
    const twist = parameter(z._default(z.number().check(z.minimum(-1), z.maximum(1)), 0), {
      description: 'twist ψ (throwaway)',
      expects: 'a number from -1 to 1',
      symbol: 'ψ',
      placeholder: 'number',
    });
    registry.throwaway = {
      ...dynamicsRegistry.attention,
      kind: 'throwaway',
      title: 'a new one',
      source: 'nowhere',
      parameters: { ...dynamicsRegistry.attention.parameters, twist },
    };
    const equation = formOf({ dynamics: 'throwaway' }).groups.find(({ id }) => id === 'equation')?.fields;
    expect(equation?.find(({ key }) => key === 'twist')).toEqual({
      ...{
        key: 'twist',
        name: 'twist',
        symbol: 'ψ',
        description: 'twist ψ',
        expects: 'a number from -1 to 1',
        usual: 0,
        usualWords: null,
        optional: true,
        source: 'nowhere',
      },
      type: { kind: 'number', whole: false, least: -1, most: 1, open: false },
    });
    expect(equation?.[0].type).toMatchObject({
      words: expect.arrayContaining([expect.objectContaining({ word: 'throwaway', title: 'a new one' })]),
    });
  });
});
