/** The registry of backends and the choice among them. To add one: a folder or file beside this, and a line here. */
import { invalid } from '../core/errors.ts';
import type { Equation } from '../dynamics/equation.ts';
import type { Backend } from './backend.ts';
import { blas } from './blas/backend.ts';
import { layeredBackend } from './layered-backend.ts';
import { reference } from './reference.ts';
import { wasm } from './wasm/backend.ts';
import { webgpu } from './webgpu/backend.ts';

/** In order of preference for `auto`, which takes none whose bits are those of a machine. */
export const backendRegistry = { wasm, reference, blas, webgpu } as const satisfies Record<string, Backend>;

export type BackendName = keyof typeof backendRegistry;

/**
 * The backend of that name, or for `auto` the first that supports the problem.
 * @throws ParkadeError InvalidParameter when the named one does not support it
 */
export function openBackend(name: BackendName | 'auto', equation: Equation): Backend {
  const { pieces, dynamics, shape } = equation;
  if (pieces) return layeredBackend(openBackend(name, pieces.equation(0)), pieces);
  const all: readonly Backend[] = Object.values(backendRegistry);
  const candidates = name === 'auto' ? all.filter(({ ofMachine }) => !ofMachine) : [backendRegistry[name]];
  const backend = candidates.find((candidate) => candidate.supports(equation));
  if (backend) return backend;
  const problem = `${dynamics.kind} with n = ${shape.n}, d = ${shape.d}`;
  throw invalid('backend', `be one that covers ${problem}`, `${name} does not cover it`, 'use "auto"');
}
