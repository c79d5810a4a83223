/** The part of the API that needs Node: runs on disk, figures as files. */
import './threads/blas.ts';
import './threads/webgpu.ts';

export { type Rendering, renderPng, renderSvg } from './render/render.ts';
export { readSpecFile } from './store/inputs.ts';
export { readRecordedTokens } from './store/recorded-tokens.ts';
export { type Manifest, readRunFolder, readSteps, type StoredRun, trajectoryHash } from './store/run-folder.ts';
export { type WritePictureOptions, type WriteRunOptions, writePicture, writeRun } from './store/writing.ts';
export { startTeam } from './threads/team.ts';
export { executeMany, type ManyRunsOptions } from './work/many-runs.ts';
