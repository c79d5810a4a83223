/** Under which heading of `parkade simulate --help` a key of a specification stands, the required ones first. */
import { dynamicsRegistry } from '../../../dynamics/index.ts';
import { initialRegistry } from '../../../initial/index.ts';
import { specParameters } from '../../../run/keys.ts';

const REQUIRED = ['beta', 'until', 'saveAt'];

/** Keys of a registry of plug-ins: those of each in turn, shared ones once. */
function keysOf(registry: Readonly<Record<string, { readonly parameters: object }>>): string[] {
  const keys = Object.values(registry).flatMap(({ parameters }) => Object.keys(parameters));
  return [...new Set(keys)].filter((key) => !REQUIRED.includes(key));
}

const named: Readonly<Record<string, readonly string[]>> = {
  'Must be given: beta, and an end': REQUIRED,
  Tokens: ['tokens', 'dimension', 'seed', 'initial', ...keysOf(initialRegistry)],
  Equation: ['dynamics', ...keysOf(dynamicsRegistry)],
  'Edits on the way': ['edits'],
  Noise: ['kappa', 'commonKappa', 'noiseSeed'],
  Steps: ['integrator', 'rtol', 'atol', 'dt', 'maxSteps', 'merge'],
  'Measurements and events': ['observe', 'delta', 'threshold', 'radius', 'events', 'certify'],
  'How it is computed': ['backend', 'field', 'precision', 'costs'],
};

/** Headings with their keys; keys that no heading names stand under the last one. */
export const flagGroups: ReadonlyMap<string, readonly string[]> = new Map([
  ...Object.entries(named),
  ['Other', Object.keys(specParameters).filter((key) => !Object.values(named).flat().includes(key))] as const,
]);
