/** What the lab is opened with: from a word of the command line to a path of the server. */
import { existsSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { unreadable } from '../../core/errors.ts';
import { endingOf } from '../../formats/numbers.ts';
import { type LinkState, readLink, writeLink } from '../../link/index.ts';
import { prepareRun } from '../../run/prepare.ts';
import { sharedSweepText } from '../../sweeps/shared.ts';
import { type Beside, fileBeside, madeBeside, shortcutTo } from '../serve/beside.ts';
import { gatherSpec } from '../store/inputs.ts';
import { isLink, stateOfRun, stateOfSpec } from '../store/links.ts';
import { readRecordedTokens } from '../store/recorded-tokens.ts';
import { readRunRecord } from '../store/run-folder.ts';
import { isSweepFolder } from '../store/sweep-record.ts';
import { readSweep } from '../store/sweep-store.ts';

interface Opening {
  /** Of the page, with its fragment. */
  readonly path: string;
  /** What the server has to serve beside the lab for that. */
  readonly beside: Beside | null;
}

/** Signs of a path that are given to a browser as they are: programs of Windows take two thousand. */
const LONGEST_PATH = 1500;

/**
 * A run, a specification or a link becomes a link; a file of tokens or a sweep is served, and the page told where. All
 * are read before, so that what is wrong is said here and not in the browser.
 * @param what as typed; undefined opens the lab as it is
 * @throws ParkadeError
 */
export async function openingOf(what: string | undefined): Promise<Opening> {
  if (what === undefined) return { path: '/', beside: null };
  if (isLink(what)) return linked(readLink(what));
  const kind = kindOf(what);
  if (kind === 'run') return linked(stateOfRun(readRunRecord(what).manifest).state);
  if (kind === 'spec') return linked(stateOfSpec(gatherSpec(what, {})));
  if (kind === 'sweep') return opened(sweepBeside(what));
  await readRecordedTokens(what, undefined);
  return opened(fileBeside(what));
}

function opened(beside: Beside): Opening {
  return { path: `/#open=${beside.path}`, beside };
}

/** What of a sweep has ended whenever it is asked for. */
function sweepBeside(folder: string): Beside {
  const { counts } = readSweep(folder);
  if (counts.ended === 0) {
    const advice = `go on with it: parkade sweep ${folder}`;
    throw unreadable(folder, 'hold cells that have ended', 'none of its cells has', advice);
  }
  return madeBeside(`${basename(resolve(folder))}.sweep`, () => {
    const { plan, cells, counts: now } = readSweep(folder);
    return new TextEncoder().encode(sharedSweepText(plan, cells(), now.ended));
  });
}

const SPECS = ['json', 'yaml', 'yml'];
const TOKENS = ['npy', 'npz', 'h5', 'hdf5', 'nc'];

function kindOf(what: string): 'run' | 'sweep' | 'spec' | 'tokens' {
  const ending = endingOf(what);
  const isFolder = existsSync(what) && statSync(what).isDirectory();
  if (isFolder && isSweepFolder(what)) return 'sweep';
  if (isFolder || ending === '') return 'run';
  if (SPECS.includes(ending)) return 'spec';
  if (TOKENS.includes(ending)) return 'tokens';
  throw unreadable(
    what,
    'be the folder of a run or a sweep, a specification (.yaml, .json), a file of tokens (.npy, .npz, .h5) or a link',
    existsSync(what) ? `is a file that ends in "${ending}"` : 'there is nothing of that name',
    'give one of them',
  );
}

function linked(state: LinkState): Opening {
  prepareRun(state.spec);
  const path = `/#${writeLink(state)}`;
  if (path.length <= LONGEST_PATH) return { path, beside: null };
  const beside = shortcutTo(path);
  return { path: beside.path, beside };
}
