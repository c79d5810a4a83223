/**
 * The keys of a specification as a form: which fields there are for an equation and a law of tokens, in groups. All of
 * it comes from the declarations of the keys, so what is new in a registry appears by itself.
 */
import type * as z from 'zod/mini';
import type { DynamicsDefinition } from '../dynamics/dynamics.ts';
import { dynamicsRegistry } from '../dynamics/index.ts';
import { initialRegistry } from '../initial/index.ts';
import { integratorRegistry } from '../integrators/index.ts';
import { commonParameters } from '../run/keys.ts';
import { type Field, fieldOf, type Word } from './field.ts';

export interface FieldGroup {
  readonly id: string;
  readonly title: string;
  readonly fields: readonly Field[];
}

export interface Form {
  readonly groups: readonly FieldGroup[];
}

/** What of a specification decides which fields there are. */
export interface FormChoice {
  readonly dynamics?: unknown;
  readonly initial?: unknown;
}

type Definition = Pick<DynamicsDefinition<never>, 'title' | 'equation' | 'source' | 'parameters'>;
const equations: Readonly<Record<string, Definition>> = dynamicsRegistry;
const laws: Readonly<Record<string, { readonly title: string; readonly parameters: z.core.$ZodShape }>> =
  initialRegistry;

const OTHER = 'other';
/** The groups in their order, with the common keys that stand in each. */
const groups: readonly { readonly id: string; readonly title: string; readonly keys: readonly string[] }[] = [
  { id: 'tokens', title: 'Tokens', keys: ['tokens', 'dimension', 'seed'] },
  { id: 'equation', title: 'Equation', keys: ['dynamics'] },
  { id: 'initial', title: 'Initial tokens', keys: ['initial'] },
  { id: 'time', title: 'Time', keys: ['until', 'saveAt'] },
  { id: 'noise', title: 'Noise', keys: ['kappa', 'commonKappa', 'noiseSeed'] },
  {
    id: 'measurement',
    title: 'Measurements and events',
    keys: ['delta', 'threshold', 'radius', 'observe', 'events', 'certify'],
  },
  {
    id: 'method',
    title: 'Method',
    keys: ['integrator', 'rtol', 'atol', 'dt', 'merge', 'maxSteps', 'backend', 'field', 'precision', 'costs'],
  },
  { id: OTHER, title: 'Other', keys: [] },
];

/** Keys of the base equation are the paper's; those that another equation adds are from its own source. */
const PAPER = 'arXiv:2411.04990';

/**
 * The form of a specification: the common keys, those of its equation, those of its law of initial tokens. For an
 * equation or a law that does not exist, as while one is being typed, the common keys alone.
 */
export function formOf({ dynamics = 'attention', initial = 'uniform' }: FormChoice = {}): Form {
  const own = {
    equation: Object.hasOwn(equations, String(dynamics)) ? equationFields(String(dynamics)) : [],
    initial: typeof initial === 'string' && Object.hasOwn(laws, initial) ? lawFields(initial) : [],
  };
  const named = new Set(groups.flatMap(({ keys }) => keys));
  const unnamed = Object.keys(commonParameters).filter((key) => !named.has(key));
  const all = groups.map(({ id, title, keys }) => ({
    ...{ id, title },
    fields: [
      ...(id === OTHER ? unnamed : keys).map(commonField),
      ...((own as Readonly<Record<string, readonly Field[]>>)[id] ?? []),
    ],
  }));
  return { groups: all.filter(({ fields }) => fields.length > 0) };
}

function commonField(key: string): Field {
  const schema = (commonParameters as Readonly<Record<string, z.ZodMiniType>>)[key];
  const field = fieldOf(key, schema, key === 'delta' ? PAPER : null, {});
  if (key === 'initial') return { ...field, type: { kind: 'law', words: lawWords() } };
  if (key === 'integrator') return { ...field, type: { kind: 'choice', words: integratorWords() } };
  return key === 'dynamics' ? { ...field, type: { kind: 'choice', words: equationWords() } } : field;
}

function equationWords(): Word[] {
  return Object.entries(equations).map(([word, { title, equation, source }]) => ({
    ...{ word, title, formula: equation, source },
  }));
}

function integratorWords(): Word[] {
  const own = Object.entries(integratorRegistry).map(([word, { errorOrder }]) => ({
    word,
    fixedStep: errorOrder === null,
  }));
  return [{ word: 'auto', fixedStep: false }, ...own];
}

function lawWords(): Word[] {
  return Object.entries(laws).map(([word, { title }]) => ({ word, title }));
}

function equationFields(kind: string): Field[] {
  const { parameters, source } = equations[kind];
  const shared = equations.attention.parameters;
  const schemas = parameters as Readonly<Record<string, z.ZodMiniType>>;
  return Object.entries(schemas).map(([key, schema]) => fieldOf(key, schema, key in shared ? PAPER : source, schemas));
}

function lawFields(kind: string): Field[] {
  const schemas = laws[kind].parameters as Readonly<Record<string, z.ZodMiniType>>;
  return Object.entries(schemas).map(([key, schema]) => fieldOf(key, schema, null, schemas));
}
