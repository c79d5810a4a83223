import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as api from '../src/index.ts';
import { withoutComments } from './support/sources.ts';

/** What users may build on. A change here is a decision. */
const VALUES = [
  'ParkadeError',
  'adviceFor',
  'anglesOf',
  'appendTokens',
  'backendRegistry',
  'basinsOf',
  'capturedShare',
  'clusters',
  'cosineHistogram',
  'distancesToFirst',
  'dynamicsRegistry',
  'ensembleEnergy',
  'execute',
  'gapClusters',
  'geodesicDistance',
  'initialRegistry',
  'integratorRegistry',
  'lengthsOf',
  'linkageClusters',
  'makeProblem',
  'meanCosine',
  'measure',
  'namesToMeasure',
  'observableRegistry',
  'openBackend',
  'orderParameter',
  'prepareRun',
  'recordSteps',
  'recordingOf',
  'referenceField',
  'renyiCenters',
  'resolveEquation',
  'resolveTimes',
  'resume',
  'run',
  'simulate',
  'specJsonSchema',
  'strongRenyiCenters',
  'tokenEnergies',
  'tokensAt',
];

const TYPES = [
  'AppendOptions',
  'Appended',
  'Backend',
  'BackendName',
  'Basins',
  'BasinsOptions',
  'Clusters',
  'CosineHistogram',
  'Dynamics',
  'DynamicsDefinition',
  'DynamicsKind',
  'Edit',
  'Engine',
  'Equation',
  'InitialKind',
  'Integrator',
  'IntegratorName',
  'MatrixSpec',
  'MeasuredTokens',
  'MeasurementParameters',
  'Measurements',
  'Method',
  'Observable',
  'ObservableName',
  'PreparedRun',
  'Problem',
  'RecordedArrays',
  'Recording',
  'ResolvedSpec',
  'ResumeOptions',
  'Resumed',
  'RunContext',
  'RunEvents',
  'RunOptions',
  'RunResult',
  'RunSpec',
  'RunWithSteps',
  'Shape',
  'SimulateOptions',
  'Slot',
  'State',
  'Statistics',
  'Status',
  'StepLog',
  'StepRecorder',
  'StepTaken',
  'Tolerance',
  'Trajectory',
  'VectorField',
];

function exportedTypes(): string[] {
  const source = withoutComments(readFileSync(new URL('../src/index.ts', import.meta.url), 'utf8'));
  return [...source.matchAll(/export\s+(type\s+)?\{([^}]*)\}/g)].flatMap(([, allTypes, names]) =>
    names
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '' && (allTypes !== undefined || name.startsWith('type ')))
      .map((name) => name.replace(/^type\s+/, '')),
  );
}

test('the public values are these', () => {
  expect(Object.keys(api).sort()).toEqual(VALUES);
});

test('the public types are these', () => {
  expect(exportedTypes().sort()).toEqual(TYPES);
});
