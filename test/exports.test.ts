/** Everything that a file exports is imported somewhere, or stands at a public door: what nobody takes is no export. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = resolve(import.meta.dirname, '..');
/** Doors of the package (package.json). */
const DOORS = [
  'index.ts',
  'figures/index.ts',
  'presets/index.ts',
  'gallery/index.ts',
  'theory/index.ts',
  'form/index.ts',
  'checks/index.ts',
  'commentary/index.ts',
  'equilibria/index.ts',
  'link/index.ts',
  'sweeps/index.ts',
  'browser/index.ts',
  'density/index.ts',
  'node/index.ts',
];
/** The compiler writes the names of their parameters into the types of the registries of equations and laws. */
const NAMED_BY_REGISTRIES = /^(dynamics|initial)\/[a-z-]+\.ts: \w+Parameters$/;
/** Called by name from outside: a worker of the pool. */
const CALLED = ['node/work/cell-worker.ts: default'];

type Names = Map<string, Set<string>>;

function add(names: Names, file: string, name: string): void {
  names.set(file, (names.get(file) ?? new Set()).add(name));
}

function sourcesIn(folder: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(ts|mjs)$/.test(name) && !/\.d\.ts$|generated|assembly|\bdist\b/.test(name))
    .map((name) => join(root, folder, name));
}

/** The file that an import means; imports of the build mean its sources. */
function target(from: string, specifier: ts.Node): string | null {
  if (!ts.isStringLiteralLike(specifier) || !specifier.text.startsWith('.')) return null;
  return resolve(dirname(from), specifier.text).replace(join(root, 'dist'), join(root, 'src')).replace(/\.js$/, '.ts');
}

function isExported(node: ts.Node): boolean {
  return (
    ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)
  );
}

/** What a declaration is called by others. */
function namesOf(node: ts.Node): string[] {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  if (modifiers.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword)) return ['default'];
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  const { name } = node as ts.DeclarationStatement;
  return name ? [name.getText()] : [];
}

function scan(file: string, exported: Names, imported: Names): void {
  const visit = (node: ts.Node): void => {
    if (isExported(node)) for (const name of namesOf(node)) add(exported, file, name);
    if ((ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) && node.moduleSpecifier) {
      const from = target(file, node.moduleSpecifier);
      const clause = ts.isImportDeclaration(node) ? node.importClause?.namedBindings : node.exportClause;
      if (from && clause) {
        if ('elements' in clause)
          for (const { propertyName, name } of clause.elements) add(imported, from, (propertyName ?? name).text);
        else add(imported, from, '*');
      }
    }
    const meant = ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : null;
    const typed = meant && target(file, meant);
    if (typed) add(imported, typed, '*');
    const loaded = ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword;
    const from = loaded ? target(file, node.arguments[0]) : null;
    if (from) add(imported, from, '*');
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true));
}

test('no export that nobody imports', () => {
  const [exported, imported]: Names[] = [new Map(), new Map()];
  for (const file of ['src', 'test', 'bench', 'examples'].flatMap(sourcesIn)) scan(file, exported, imported);
  expect(exported.size).toBeGreaterThan(300);
  const unused = [...exported].flatMap(([file, names]) => {
    const path = relative(join(root, 'src'), file).replaceAll('\\', '/');
    if (path.startsWith('..') || DOORS.includes(path) || imported.get(file)?.has('*')) return [];
    return [...names].filter((name) => !imported.get(file)?.has(name)).map((name) => `${path}: ${name}`);
  });
  expect(unused.filter((name) => !NAMED_BY_REGISTRIES.test(name) && !CALLED.includes(name))).toEqual([]);
});
