/** Types that compile strictly by themselves, for users of the package in TypeScript. Shared by a short and a long suite. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
export const folder = mkdtempSync(join(tmpdir(), 'parkade-types-'));
mkdirSync(join(folder, 'node_modules'));
for (const name of ['parkade', '@types'])
  symlinkSync(name === 'parkade' ? root : join(root, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

export const strict: ts.CompilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: false, skipDefaultLibCheck: true, target: ts.ScriptTarget.ES2022 },
  ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
};
export const modes = {
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
} as const;

const library = `
import { measure, type Recording, type RunSpec, run, tokensAt } from 'parkade';
import { capMeasure } from 'parkade/theory';
const spec: RunSpec = { beta: 64, until: 1, query: 'gaussian:1', observe: ['energy'], saveAt: [0, 1] };
const { trajectory } = await run(spec);
const recording: Recording = trajectory;
measure(recording, ['clusters'], { delta: 0.5, threshold: 0.1, radius: [0.1] });
tokensAt(recording, 0).map((entry) => entry + capMeasure(0.5, 3));
// @ts-expect-error: a key that no equation has
const wrong: RunSpec = { beta: 1, dept: 3 };
export { wrong };
`;
const doors = `
import { figureOf } from 'parkade/figures';
import { presetRegistry } from 'parkade/presets';
import { statementRegistry } from 'parkade/checks';
import { explain, predictionsFor, type View } from 'parkade/commentary';
export const about = (view: View) => [explain(view), view.prepared && predictionsFor(view.prepared)];
import { type Equilibrium, findEquilibrium } from 'parkade/equilibria';
export const stable = (found: Equilibrium) => found.spectrum.stability === 'stable' && findEquilibrium;
import { type LinkState, readLink, writeLink } from 'parkade/link';
import { startTeam, type TeamOptions, threadsHere } from 'parkade/browser';
export const teamOf = (options: TeamOptions) => threadsHere() > 1 && startTeam(options);
import { type DensityProblem, densityCourse } from 'parkade/density';
export const followed = (problem: DensityProblem) => densityCourse(problem);
import { meansOf, planOf, type SweepTable } from 'parkade/sweeps';
export const over = (table: SweepTable) => meansOf(planOf({ base: { until: 1 }, axes: { beta: [4, 9] } }), table).groups;
import { readRunFolder, writeRun } from 'parkade/node';
const state: LinkState = { version: 1, parkade: '0.2.0', spec: { beta: 64, until: 150 }, time: 20 };
readLink(writeLink(state));
export const all = [figureOf, presetRegistry, statementRegistry, readRunFolder, writeRun];
`;

/** A file of zod or of Node's types, which takes three times as long to check as all of parkade's. */
const isOfOthers = (name: string) => /\/node_modules\/(?!parkade\/)/.test(name);

function mistakesIn(text: string, options: ts.CompilerOptions, whole: boolean): string[] {
  const file = join(folder, 'main.ts');
  writeFileSync(file, text);
  const program = ts.createProgram([file], options);
  const checked = program.getSourceFiles().filter(({ fileName }) => whole || !isOfOthers(fileName));
  expect(checked.some(({ fileName }) => fileName.endsWith('dist/node/index.d.ts'))).toBe(true);
  const mistakes = [
    ...[program.getConfigFileParsingDiagnostics(), program.getOptionsDiagnostics(), program.getGlobalDiagnostics()],
    ...checked.flatMap((one) => [program.getSyntacticDiagnostics(one), program.getSemanticDiagnostics(one)]),
  ].flat();
  return mistakes.map(({ messageText, file: where }) => {
    return `${where?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

/** @param whole the types of other packages that parkade's are made of too: how they compile beside parkade's */
export function describeTypes(whole: boolean): void {
  test.each(Object.entries(modes))('types compile without skipLibCheck under %s', { timeout: 120_000 }, (_, mode) => {
    expect(mistakesIn(`${library}\n${doors}`, { ...strict, ...mode, types: ['node'] }, whole)).toEqual([]);
  });
}
