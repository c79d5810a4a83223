/** Whatever JSON holds. */
import { strFromU8 } from 'fflate';
import { unreadable } from '../core/errors.ts';
import { fromJson } from '../core/json.ts';

/** @throws ParkadeError FileProblem */
export function readJson(bytes: Uint8Array, file: string): unknown {
  try {
    return fromJson(strFromU8(bytes));
  } catch (cause) {
    // The engine's own words quote the text, line breaks and all.
    const came = (cause instanceof Error ? cause.message : String(cause)).replace(/\s+/g, ' ');
    throw unreadable(file, 'hold JSON such as [[1, 0], [0, 1]]', `it does not parse (${came})`, 'mend the file');
  }
}
