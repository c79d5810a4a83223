/** What users of the package see in TypeScript: types that compile strictly, and keys that say what they are. types.long.ts checks other packages' types too. */
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';
import { describeTypes, folder, modes, strict } from './types.ts';

describeTypes(false);

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
