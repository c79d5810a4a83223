/** Which values of a specification name files: only a command line reads those, a library and a link never. */
import { notesOf } from '../core/parameter.ts';
import { initialRegistry } from '../initial/index.ts';
import { specParameters } from './keys.ts';

/** Whether a value under this key, its words parsed, is the name of a file. */
export function namesFile(key: string, value: unknown): value is string {
  if (!Object.hasOwn(specParameters, key)) return false;
  const { file, document } = notesOf(specParameters[key]);
  return (file === true || document === true) && typeof value === 'string' && !isKnownWord(key, value);
}

function isKnownWord(key: string, value: string): boolean {
  return key === 'initial' ? Object.hasOwn(initialRegistry, value) : value === 'identity';
}
