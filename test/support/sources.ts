/** The source files as text, for tests about the code itself. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../src/', import.meta.url));

export interface SourceFile {
  /** From src, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

export function sourceFiles(): SourceFile[] {
  return (
    readdirSync(root, { recursive: true, encoding: 'utf8' })
      .map((path) => path.replaceAll('\\', '/'))
      // The kernels are AssemblyScript, a language of its own.
      .filter((path) => /\.tsx?$/.test(path) && !path.includes('/assembly/'))
      .sort()
      .map((path) => ({ path, text: readFileSync(root + path, 'utf8') }))
  );
}

/** Code without comments; string contents stay. */
export function withoutComments(source: string): string {
  return source.replace(
    /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\*[\s\S]*?\*\/|\/\/[^\n]*/g,
    '$1',
  );
}
