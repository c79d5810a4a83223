/** From what a person gives (a specification file, flags, files of numbers) to the plain specification that a run is made from. */

import { existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Document, parseDocument } from 'yaml';
import { mistake, ParkadeError, shown, unreadable } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import { notesOf } from '../../core/parameter.ts';
import { readNumbers } from '../../formats/index.ts';
import { withPlainMinus } from '../../formats/text-number.ts';
import { initialRegistry } from '../../initial/index.ts';
import { type RunSpec, specParameters } from '../../run/spec.ts';
import { fileProblem } from '../process/file-problem.ts';
import { readBytes, readStandardInput } from '../process/files.ts';

const STANDARD_INPUT = '-';

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/**
 * What a word means as a value: a number, a list of numbers or names (`1,4,10`), JSON (`[[1, 0], [0, 1]]`), a seeded
 * Gaussian matrix (`gaussian:SEED` or `gaussian:SEED:SCALE`), or the word itself.
 */
export function meaningOf(word: string): unknown {
  const text = word.trim();
  if (text.startsWith('[') || text.startsWith('{')) {
    try {
      return JSON.parse(text);
    } catch {
      return word;
    }
  }
  const number = withPlainMinus(text);
  if (NUMBER.test(number)) return Number(number);
  if (/^[+-]?(nan|inf(inity)?)$/i.test(text))
    return /nan/i.test(text) ? NaN : text.startsWith('-') ? -Infinity : Infinity;
  const gaussian = /^gaussian:(\d+)(?::([\d.]+(?:e[+-]?\d+)?))?$/i.exec(text);
  if (gaussian)
    return { gaussian: Number(gaussian[1]), ...(gaussian[2] === undefined ? {} : { scale: Number(gaussian[2]) }) };
  if (text.includes(',') && !existsSync(text)) {
    const parts = text
      .split(',')
      .map((part) => part.trim())
      .filter((part, i, all) => part !== '' || i < all.length - 1);
    return parts.map((part) => (NUMBER.test(withPlainMinus(part)) ? Number(withPlainMinus(part)) : part));
  }
  return word;
}

/**
 * Reads a specification from YAML or JSON; file names in it are relative to it. From standard input (`-`) they are relative to where one is.
 * @throws ParkadeError FileProblem or InvalidInput
 */
export function readSpecFile(given: string): Record<string, unknown> {
  const isPiped = given === STANDARD_INPUT;
  const path = isPiped ? 'standard input' : given;
  const bytes = isPiped ? readStandardInput() : readBytes(path);
  const document = parseDocument(new TextDecoder().decode(bytes), { prettyErrors: true, uniqueKeys: true });
  if (document.errors.length > 0) {
    const [first] = document.errors[0].message.split('\n');
    throw unparsable(path, first.replace(/[:\s]+$/, ''));
  }
  const content = plainContent(path, document);
  if (typeof content !== 'object' || content === null || Array.isArray(content)) {
    throw mistake('InvalidInput', {
      key: path,
      expected: 'hold a mapping such as "beta: 64"',
      came: `holds ${shown(content)}`,
      advice: '"parkade schema" prints the keys',
    });
  }
  // A stored run can be run again from its own record.
  const record = content as Record<string, unknown>;
  const spec = record.format === 'parkade-run' ? record.spec : record;
  if (typeof spec !== 'object' || spec === null) throw unparsable(path, 'the record of a run without a spec');
  return readFiles(spec as Record<string, unknown>, isPiped ? process.cwd() : dirname(path));
}

function plainContent(path: string, document: Document): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    throw unparsable(path, cause instanceof Error ? cause.message : String(cause));
  }
}

function unparsable(path: string, came: string): ParkadeError {
  return mistake('InvalidInput', {
    key: path,
    expected: 'hold a run specification in YAML or JSON',
    came: `does not parse (${came})`,
    advice: 'mend it',
  });
}

/** Replaces the words of a specification by what they mean, and names of files by what the files hold. */
export function readFiles(given: Readonly<Record<string, unknown>>, folder: string): Record<string, unknown> {
  const spec: Record<string, unknown> = Object.create(null);
  for (const [key, raw] of Object.entries(given)) {
    const value = typeof raw === 'string' ? meaningOf(raw) : raw;
    const file = Object.hasOwn(specParameters, key) && notesOf(specParameters[key]).file === true;
    spec[key] = file && typeof value === 'string' && !isKnownWord(key, value) ? readFileFor(key, value, folder) : value;
  }
  return spec;
}

function isKnownWord(key: string, value: string): boolean {
  return key === 'initial' ? Object.hasOwn(initialRegistry, value) : value === 'identity';
}

function readFileFor(key: string, name: string, folder: string): unknown {
  const path = resolve(folder, name);
  if (name.trim() === '' || !existsSync(path) || statSync(path).isDirectory()) {
    const { expects } = notesOf(specParameters[key]);
    const guess = nearest(name, key === 'initial' ? Object.keys(initialRegistry) : ['identity']);
    const advice = guess === undefined ? 'check the name' : `did you mean "${guess}"?`;
    throw unreadable(key, `be ${expects}`, `came as ${shown(name)}, and there is no such file`, advice);
  }
  try {
    return readNumbers(readBytes(path), name, key, notesOf(specParameters[key]).stack);
  } catch (error) {
    if (error instanceof ParkadeError) throw error;
    throw fileProblem(name, 'be a file of numbers', error);
  }
}

/** A specification file and flags together: flags win. */
export function gatherSpec(specFile: string | undefined, flags: Readonly<Record<string, unknown>>): RunSpec {
  const fromFile = specFile === undefined ? {} : readSpecFile(specFile);
  return { ...fromFile, ...readFiles(flags, process.cwd()) } as unknown as RunSpec;
}
