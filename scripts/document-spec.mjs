/**
 * Writes what every key of a run specification is into its type as the package ships it, so that an editor shows it: the type is inferred from
 * the declarations of the keys, which have their descriptions as values. The time of the file stays, or tsc would build again.
 */
import { readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';

const path = new URL('../dist/run/run-spec.d.ts', import.meta.url);
const text = readFileSync(path, 'utf8');
const INFERRED = 'type InferredSpec =';
const { notesOf } = await import('../dist/core/parameter.js');
const { specParameters } = await import('../dist/run/keys.js');
const told = documented(text.includes(INFERRED) ? inferredAgain(text) : text, specParameters);
if (told !== text) {
  const { mtime, atime } = statSync(path);
  writeFileSync(path, told);
  utimesSync(path, atime, mtime);
}

/** As tsc wrote it: it does not write it again where only a key is new. */
function inferredAgain(written) {
  const [rest, after] = written.split(INFERRED);
  const [inferred] = after.split('export interface RunSpec {');
  const doc = inferred.lastIndexOf('/**');
  return `${rest}${inferred.slice(doc)}export type RunSpec =${inferred.slice(0, doc)}`;
}

function documented(inferred, parameters) {
  const [before, after] = inferred.split('export type RunSpec =');
  if (after === undefined)
    throw new Error('dist/run/run-spec.d.ts declares no type RunSpec; adapt scripts/document-spec.mjs.');
  const doc = before.slice(before.lastIndexOf('/**'));
  const keys = Object.entries(parameters).map(([key, schema]) => {
    const { description, expects } = notesOf(schema);
    const optional = key === 'beta' ? '' : '?';
    return `    /** ${sentence(description)} Should be ${expects.replaceAll('*/', '')}. */\n    readonly ${key}${optional}: Required<InferredSpec>['${key}'];`;
  });
  const rest = before.slice(0, before.lastIndexOf('/**'));
  return `${rest}${INFERRED}${after}${doc}export interface RunSpec {\n${keys.join('\n')}\n}\n`;
}

function sentence(description) {
  return `${description.charAt(0).toUpperCase()}${description.slice(1).replaceAll('*/', '')}.`;
}
