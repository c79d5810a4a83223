/** A setting in a few words. Pure. */
import type { RunSpec } from 'parkade';
import { numberText } from '../text/numbers.ts';

/** Keys that are told by themselves, or say little. */
const TOLD = new Set([
  'beta',
  'tokens',
  'dimension',
  'seed',
  'until',
  'saveAt',
  'events',
  'delta',
  'radius',
  'threshold',
  'observe',
  'edits',
  'initial',
  'dynamics',
]);
const LONGEST = 18;

export function titleOf(spec: RunSpec): string {
  const { beta, tokens, dimension, seed, dynamics } = spec;
  const edits = spec.edits?.length ?? 0;
  const listed = Array.isArray(spec.initial) ? spec.initial.length : undefined;
  const others = Object.entries(spec).filter(([key]) => !TOLD.has(key));
  return [
    `β = ${beta}`,
    `n = ${tokens ?? listed ?? 200}`,
    ...(dimension && dimension !== 2 ? [`d = ${dimension}`] : []),
    ...(dynamics && dynamics !== 'attention' ? [dynamics] : []),
    ...others.map(([key, value]) => `${key} ${brief(value)}`),
    ...(listed === undefined ? [`seed ${seed ?? 1}`] : []),
    ...(edits > 0 ? [edits === 1 ? 'one edit' : `${edits} edits`] : []),
  ].join(', ');
}

function brief(value: unknown): string {
  if (typeof value === 'number') return numberText(value);
  const word = typeof value === 'string' ? value : JSON.stringify(value);
  return word.length > LONGEST ? `${word.slice(0, LONGEST - 1)}…` : word;
}
