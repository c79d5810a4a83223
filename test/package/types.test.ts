/** What users of the package see in TypeScript: types that compile strictly by themselves, and keys that say what they are. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import ts from 'typescript';
import { afterAll, expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'parkade-types-'));
mkdirSync(join(folder, 'node_modules'));
for (const name of ['parkade', '@types'])
  symlinkSync(name === 'parkade' ? root : join(root, 'node_modules', name), join(folder, 'node_modules', name), 'dir');
writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const strict: ts.CompilerOptions = {
  ...{ strict: true, noEmit: true, skipLibCheck: false, skipDefaultLibCheck: true, target: ts.ScriptTarget.ES2022 },
  ...{ exactOptionalPropertyTypes: true, noUncheckedIndexedAccess: true },
};
const modes = {
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
import { type LinkState, readLink, writeLink } from 'parkade/link';
import { startTeam, type TeamOptions, threadsHere } from 'parkade/browser';
export const teamOf = (options: TeamOptions) => threadsHere() > 1 && startTeam(options);
import { readRunFolder, writeRun } from 'parkade/node';
const state: LinkState = { version: 1, parkade: '0.2.0', spec: { beta: 64, until: 150 }, time: 20 };
readLink(writeLink(state));
export const all = [figureOf, presetRegistry, statementRegistry, readRunFolder, writeRun];
`;

function mistakesIn(text: string, options: ts.CompilerOptions): string[] {
  const file = join(folder, 'main.ts');
  writeFileSync(file, text);
  const program = ts.createProgram([file], options);
  return ts.getPreEmitDiagnostics(program).map(({ messageText, file: where }) => {
    return `${where?.fileName ?? ''}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
  });
}

test.each(Object.entries(modes))('types compile without skipLibCheck under %s', { timeout: 120_000 }, (_, mode) => {
  expect(mistakesIn(`${library}\n${doors}`, { ...strict, ...mode, types: ['node'] })).toEqual([]);
});

test('an editor shows what a key is, in the words of its declaration', () => {
  const file = join(folder, 'hover.ts');
  const text = `import type { RunSpec } from 'parkade';\nexport const spec: RunSpec = { beta: 1, slope: 2, until: 1 };`;
  const host: ts.LanguageServiceHost = {
    getScriptFileNames: () => [file],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const content = name === file ? text : ts.sys.readFile(name);
      return content === undefined ? undefined : ts.ScriptSnapshot.fromString(content);
    },
    getCurrentDirectory: () => folder,
    getCompilationSettings: () => ({ ...strict, ...modes.bundler, types: [] }),
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: ts.sys.fileExists,
    readFile: ts.sys.readFile,
    realpath: ts.sys.realpath as (path: string) => string,
    directoryExists: ts.sys.directoryExists,
  };
  const service = ts.createLanguageService(host);
  const shown = (key: string) =>
    ts.displayPartsToString(service.getQuickInfoAtPosition(file, text.indexOf(`${key}:`))?.documentation);
  expect(shown('slope')).toBe(
    'Slope m subtracted from the score for every position between two tokens (positional-bias). Should be a finite number ≥ 0.',
  );
  expect(shown('beta')).toMatch(/^Inverse temperature β/);
});
