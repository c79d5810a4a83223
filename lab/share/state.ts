/** What the page shows as the state of a link, and a link's state shown. */

import type { RunSpec } from 'parkade';
import type { LinkState } from 'parkade/link';
import type { Lab } from '../state/lab.svelte.ts';
import type { Pair } from '../state/pair.svelte.ts';
import { titleOf } from './title.ts';
import { VERSION } from './version.ts';

export interface Included {
  readonly time: boolean;
  readonly embed?: 'full' | 'timeline' | 'stage';
}

/** What is computed is said by the hash only once it is computed to the end. */
function hashOf({ end }: Lab): { readonly sha256?: string } {
  return end === null ? {} : { sha256: end.sha256 };
}

function plain(spec: RunSpec): RunSpec {
  return JSON.parse(JSON.stringify(spec)) as RunSpec;
}

export function stateOf({ a, b }: Pair, { time, embed }: Included): LinkState {
  return {
    ...{ version: 1, parkade: VERSION, spec: plain(a.spec), ...hashOf(a) },
    ...(a.end && a.end.backend !== 'wasm' && { backend: a.end.backend }),
    ...(b && { compare: { spec: plain(b.spec), ...hashOf(b) } }),
    ...(time && { time: a.time }),
    ...{ logTime: a.logTime, speed: a.speed, colour: a.colouring },
    ...(a.chosen !== null && { chosen: a.chosen }),
    ...(embed && { embed }),
  };
}

/** Shows a link's state: nothing of what was there before stays but the way back to it. */
export function show(pair: Pair, state: LinkState): void {
  const { a } = pair;
  pair.single();
  a.open(state.spec);
  a.caption = { title: 'a link', spec: state.spec, says: `From a link: ${titleOf(state.spec)}.`, tryThis: '' };
  a.logTime = state.logTime ?? a.logTime;
  a.speed = state.speed ?? 1;
  a.colouring = state.colour ?? 'cluster';
  a.chosen = state.chosen ?? null;
  a.expected =
    state.sha256 === undefined
      ? null
      : { sha256: state.sha256, parkade: state.parkade, backend: state.backend ?? 'wasm' };
  if (state.time !== undefined) a.aim(state.time);
  if (state.compare) {
    pair.compare(state.compare.spec);
    if (pair.b && state.compare.sha256 !== undefined)
      pair.b.expected = { sha256: state.compare.sha256, parkade: state.parkade, backend: state.backend ?? 'wasm' };
  }
}
