/** The public API of parkade: nothing here needs Node, a DOM, a file system or a plotting package. */

export { capturedShare } from './analysis/capture.ts';
export { anglesOf } from './analysis/circle.ts';
export { type Clusters, clusters, gapClusters, linkageClusters } from './analysis/clusters.ts';
export { meanCosine } from './analysis/cosine.ts';
export { type CosineHistogram, cosineHistogram } from './analysis/cosine-histogram.ts';
export { ensembleEnergy, tokenEnergies } from './analysis/energy.ts';
export { distancesToFirst } from './analysis/first-token.ts';
export { type Measurements, type ObservableName, observableRegistry } from './analysis/index.ts';
export type { MeasurementParameters, Observable, RunContext } from './analysis/observable.ts';
export { orderParameter } from './analysis/order-parameter.ts';
export { renyiCenters, strongRenyiCenters } from './analysis/renyi-centers.ts';
export type { Backend } from './backends/backend.ts';
export { type BackendName, backendRegistry, openBackend } from './backends/open.ts';
export { referenceField } from './backends/reference.ts';
export type { Engine, Slot, Tolerance } from './core/engine.ts';
export { ParkadeError } from './core/errors.ts';
export type { Shape, State, VectorField } from './core/state.ts';
export type { DynamicsDefinition } from './dynamics/dynamics.ts';
export { type Dynamics, type DynamicsKind, dynamicsRegistry } from './dynamics/index.ts';
export type { MatrixSpec } from './dynamics/matrix-spec.ts';
export { type InitialKind, initialRegistry } from './initial/index.ts';
export { type IntegratorName, integratorRegistry } from './integrators/index.ts';
export type { Integrator } from './integrators/integrator.ts';
export { geodesicDistance } from './numerics/sphere.ts';
export { measure } from './run/measuring.ts';
export {
  execute,
  type PreparedRun,
  prepareRun,
  type ResolvedSpec,
  type RunOptions,
  type RunResult,
  run,
} from './run/run.ts';
export { type RunSpec, specJsonSchema } from './run/spec.ts';
export type { Method } from './simulation/method.ts';
export { makeProblem, type Problem } from './simulation/problem.ts';
export { type SimulateOptions, simulate } from './simulation/simulate.ts';
export { adviceFor, type Statistics, type Status, type Trajectory, tokensAt } from './simulation/trajectory.ts';
