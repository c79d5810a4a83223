/** A state of the gallery, or of the tour, made what the page shows. */
import type { TellingState } from 'parkade/gallery';
import { isCalm } from '../state/calm.ts';
import type { Lab } from '../state/lab.svelte.ts';

export type Opened = Pick<TellingState, 'title' | 'spec' | 'says' | 'tryThis'> &
  Partial<Pick<TellingState, 'at' | 'logTime' | 'views' | 'camera' | 'colouring' | 'guess'>>;

export interface Opening {
  /** Whether its question is asked before anything is shown. */
  readonly guessFirst?: boolean;
  /** Whether it plays; the second of two settings follows the clock of the first. */
  readonly plays?: boolean;
}

export function openState(lab: Lab, state: Opened, { guessFirst = false, plays = true }: Opening = {}): void {
  const { title, spec, says, tryThis, logTime, colouring, views, camera, guess } = state;
  const asks = guessFirst && guess !== undefined;
  if (plays) lab.playing = false;
  lab.asked = asks ? guess : null;
  lab.secret = asks;
  lab.caption = { title, spec, says, tryThis };
  lab.colouring = colouring ?? 'cluster';
  lab.chosen = null;
  lab.hovered = null;
  lab.showEnd(isCalm() && !asks);
  lab.open(spec);
  if (logTime !== undefined) lab.logTime = logTime;
  if (camera !== undefined) lab.stage.camera = { longitude: camera[0], latitude: camera[1], zoom: 1 };
  if (views !== undefined) lab.views = new Set(views);
  if (plays && !isCalm() && !asks) lab.playing = true;
}
