/** The part of the API that needs Node: runs on disk, figures as files. */
import './webgpu.ts';

export { readSpecFile } from './inputs.ts';
export { executeMany, type ManyRunsOptions } from './many-runs.ts';
export { type Rendering, renderPng, renderSvg } from './render.ts';
export { type Manifest, readRunFolder, type StoredRun, trajectoryHash } from './run-folder.ts';
export { startTeam } from './team.ts';
