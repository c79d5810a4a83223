/**
 * From what a person gives (a specification file, flags, files of numbers) to the plain specification that a run is
 * made from.
 */

import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { mistake, ParkadeError, quoted, unreadable } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { notesOf } from '../../core/parameter.ts';
import { parseWord } from '../../core/word.ts';
import { readNumbers } from '../../formats/index.ts';
import { initialRegistry } from '../../initial/index.ts';
import { namesFile } from '../../run/file-names.ts';
import { specParameters } from '../../run/keys.ts';
import type { RunSpec } from '../../run/spec.ts';
import { fileProblem } from '../process/file-problem.ts';
import { readBytes, readStandardInput } from '../process/files.ts';

const STANDARD_INPUT = '-';

/** What a word of the command line means: as in a specification, but a file may have a comma in its name. */
export function wordOfLine(word: string): unknown {
  return parseWord(word, existsSync);
}

/**
 * Reads a specification from YAML or JSON; file names in it are relative to it. From standard input (`-`) they are
 * relative to where one is.
 * @throws ParkadeError FileProblem or InvalidInput
 */
export function readSpecFile(given: string): Record<string, unknown> {
  const record = readMapping(given, 'a run specification', 'hold a mapping such as "beta: 64"');
  // A stored run can be run again from its own record.
  const spec = record.format === 'parkade-run' ? record.spec : record;
  const path = nameOf(given);
  if (typeof spec !== 'object' || spec === null)
    throw unparsable(path, 'a run specification', 'the record of a run without a spec');
  return readFiles(spec as Record<string, unknown>, given === STANDARD_INPUT ? process.cwd() : dirname(path));
}

function nameOf(given: string): string {
  return given === STANDARD_INPUT ? 'standard input' : given;
}

/**
 * Reads a mapping from YAML or JSON, `-` from standard input.
 * @param what it should hold, for the sentence that says that it does not parse
 * @param expected the same for one that parses and is no mapping
 * @throws ParkadeError FileProblem or InvalidInput
 */
export function readMapping(given: string, what: string, expected: string): Record<string, unknown> {
  const path = nameOf(given);
  const bytes = given === STANDARD_INPUT ? readStandardInput() : readBytes(path);
  const document = parseDocument(new TextDecoder().decode(bytes), { prettyErrors: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    const [first] = document.errors[0].message.split('\n');
    throw unparsable(path, what, first.replace(/[:\s]+$/, ''));
  }
  const content = plainContent(path, what, document);
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  throw mistake('InvalidInput', {
    ...{ key: path, expected, came: `holds ${quoted(content)}` },
    advice: '"parkade schema" prints the keys',
  });
}

function plainContent(path: string, what: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw unparsable(path, what, cause instanceof Error ? cause.message : String(cause));
  }
}

function unparsable(path: string, what: string, came: string): ParkadeError {
  return mistake('InvalidInput', {
    key: path,
    expected: `hold ${what} in YAML or JSON`,
    came: `does not parse (${came})`,
    advice: 'mend it',
  });
}

/** Replaces the words of a specification by what they mean, and names of files by what the files hold. */
export function readFiles(given: Readonly<Record<string, unknown>>, folder: string): Record<string, unknown> {
  const spec: Record<string, unknown> = Object.create(null);
  for (const [key, raw] of Object.entries(given)) {
    const value = typeof raw === 'string' ? wordOfLine(raw) : raw;
    spec[key] = namesFile(key, value) ? readFileFor(key, value, folder) : value;
  }
  return spec;
}

function readFileFor(key: string, name: string, folder: string): unknown {
  const path = resolve(folder, name);
  if (name.trim() === '' || !existsSync(path) || statSync(path).isDirectory()) {
    const { expects } = notesOf(specParameters[key]);
    const guess = nearest(name, key === 'initial' ? Object.keys(initialRegistry) : ['identity']);
    const advice = guess === undefined ? 'check the name' : `did you mean "${guess}"?`;
    throw unreadable(key, `be ${expects}`, `came as ${quoted(name)}, and there is no such file`, advice);
  }
  if (notesOf(specParameters[key]).document) return readDocument(path, key);
  try {
    return readNumbers(readBytes(path), name, key, notesOf(specParameters[key]).stack);
  } catch (error) {
    if (error instanceof ParkadeError) throw error;
    throw fileProblem(name, 'be a file of numbers', error);
  }
}

/** What a value of a specification is that stands in a file of its own, in YAML or JSON. */
function readDocument(path: string, key: string): unknown {
  const document = parseDocument(new TextDecoder().decode(readBytes(path)), { prettyErrors: true, uniqueKeys: true });
  if (document.errors.length === 0) return plainContent(path, `"${key}"`, document);
  const [first] = document.errors[0].message.split('\n');
  throw mistake('InvalidInput', {
    key: path,
    expected: `hold "${key}" in YAML or JSON`,
    came: `does not parse (${first.replace(/[:\s]+$/, '')})`,
    advice: 'mend it',
  });
}

/** A specification file and flags together: flags win. */
export function gatherSpec(specFile: string | undefined, flags: Readonly<Record<string, unknown>>): RunSpec {
  return withFlags(specFile === undefined ? {} : readSpecFile(specFile), flags);
}

/** Flags over a specification whose files are read already; theirs are relative to where one is. */
export function withFlags(spec: object, flags: Readonly<Record<string, unknown>>): RunSpec {
  return { ...spec, ...readFiles(flags, process.cwd()) } as unknown as RunSpec;
}
