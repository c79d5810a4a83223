/** Links on the command line: told from names of files, made from runs, and compared with what their authors saw. */
import type { Backend } from '../../backends/backend.ts';
import { type BackendName, backendRegistry } from '../../backends/open.ts';
import { invalid } from '../../core/errors.ts';
import { type LinkState, shortSpec } from '../../link/index.ts';
import type { RunSpec } from '../../run/spec.ts';
import type { Trajectory } from '../../simulation/trajectory.ts';
import { sameBits } from '../process/bit-history.ts';
import { version } from '../process/version.ts';
import { otherBackend } from './comparable.ts';
import { type Manifest, trajectoryHash } from './run-folder.ts';

/** Whether a word is a link: nothing is fetched from its address, whose fragment holds everything. */
export function isLink(word: string): boolean {
  return /^(https?:|file:|#)/i.test(word);
}

/** The state of a run that was not stored: what is computed, and nothing to compare it with. */
export function stateOfSpec(spec: RunSpec): LinkState {
  return { version: 1, parkade: version, spec: shortSpec(spec) };
}

/** The state of a stored run, and why it cannot be compared where that is so: its steps are its own. */
export function stateOfRun({ spec, ...manifest }: Manifest): { state: LinkState; remarks: string[] } {
  const { status, appended, resumed, parkade, backend, trajectory } = manifest;
  const state = { ...stateOfSpec(spec), parkade };
  const own = (appended || resumed) && spec.dt === undefined;
  if (status !== 'aborted' && !own) return { state: { ...state, backend, sha256: trajectory.sha256 }, remarks: [] };
  const why = own
    ? `the run ${appended ? 'had tokens added' : 'was continued'}, so it has steps of its own`
    : 'the run was stopped before its end';
  return { state, remarks: [`The link has no SHA-256 to be compared with: ${why}.`] };
}

/**
 * A state at another time.
 * @throws ParkadeError InvalidParameter for a time that the run does not reach
 */
export function atTime(state: LinkState, time: number | undefined, until: number): LinkState {
  if (time === undefined) return state;
  if (time >= 0 && time <= until) return { ...state, time };
  throw invalid('--time', `be a time from 0 to ${until}, where the run ends`, `came as ${time}`, 'change it');
}

/** Whether a run of a link is the one that the author of the link saw. */
interface Likeness {
  readonly verdict: 'identical' | 'different' | 'not comparable';
  readonly says: string;
}

/**
 * Whether a trajectory is that of a link; null where the link does not say.
 * @param overridden flags that came beside the link
 */
export function likeness(link: LinkState, overridden: readonly string[], trajectory: Trajectory): Likeness | null {
  if (link.sha256 === undefined) return null;
  const own = trajectoryHash(trajectory);
  if (own === link.sha256)
    return { verdict: 'identical', says: `Identical to the author's run, to the last bit: SHA-256 ${own}.` };
  if (trajectory.status === 'aborted') {
    const says = "Stopped before the end: whether the run is identical to the author's is not known.";
    return { verdict: 'not comparable', says };
  }
  const apart = `Not identical to the author's run: its SHA-256 is ${link.sha256}, that of this one ${own}.`;
  const why = whyApart(link, overridden, trajectory);
  if (why !== null) return { verdict: 'not comparable', says: `${apart} ${why}` };
  return { verdict: 'different', says: `${apart} By their versions they should be.` };
}

/** What explains other bits: flags beside the link, another version, another backend; null where nothing does. */
function whyApart(
  { parkade, backend = 'wasm' }: LinkState,
  overridden: readonly string[],
  trajectory: Trajectory,
): string | null {
  if (overridden.length > 0) return `${overridden.join(', ')} came beside the link.`;
  if (!sameBits(parkade))
    return `The author's was made by parkade ${parkade}, whose bits are not those of ${version}: shown, not verifiable here.`;
  if (backend !== trajectory.backend) return otherBackend(backend, trajectory.backend);
  const { ofMachine }: Backend = backendRegistry[trajectory.backend as BackendName];
  return ofMachine ? `The bits of the ${backend} backend are those of its machine: shown, not verifiable here.` : null;
}
