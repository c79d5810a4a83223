/** What the page shows as the state of a link, and a link's state shown. */

import type { LinkState } from 'parkade/link';
import { home } from '../stage/camera.ts';
import { isCalm } from '../state/calm.ts';
import type { Lab } from '../state/lab.svelte.ts';
import type { Pair } from '../state/pair.svelte.ts';
import { isUsual, usualViews } from '../views/usual.ts';
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

export function stateOf({ a, b }: Pair, { time, embed }: Included): LinkState {
  return {
    ...{ version: 1, parkade: VERSION, spec: a.spec, ...hashOf(a) },
    ...(a.end && a.end.backend !== 'wasm' && { backend: a.end.backend }),
    ...(b && { compare: { spec: b.spec, ...hashOf(b) } }),
    ...(time && { time: a.time }),
    ...{ logTime: a.logTime, speed: a.speed, colour: a.colouring },
    ...(!isUsual(a.views) && { views: [...a.views] }),
    ...(a.film && a.film.run.d > 2 && { camera: a.stage.camera }),
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
  a.logTime = state.logTime ?? false;
  a.speed = state.speed ?? 1;
  a.colouring = state.colour ?? 'cluster';
  a.chosen = state.chosen ?? null;
  a.views = state.views === undefined ? usualViews : new Set(state.views);
  a.stage.camera = { ...home, ...state.camera };
  pair.embed = state.embed ?? 'full';
  a.expected =
    state.sha256 === undefined
      ? null
      : { sha256: state.sha256, parkade: state.parkade, backend: state.backend ?? 'wasm' };
  if (state.time !== undefined) a.aim(state.time);
  else if (isCalm()) a.showEnd();
  else a.playing = true;
  if (state.compare) {
    pair.compare(state.compare.spec);
    if (pair.b && state.compare.sha256 !== undefined)
      pair.b.expected = { sha256: state.compare.sha256, parkade: state.parkade, backend: state.backend ?? 'wasm' };
  }
}
