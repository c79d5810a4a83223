/** What the flags of a picture mean for a run; what cannot be drawn is refused before any work. */

import { join } from 'node:path';
import { invalid, type Mistake, mistake } from '../../core/errors.ts';
import type { Shape } from '../../core/state.ts';
import { type FigureDefinition, type FigureName, type FigureOptions, figureRegistry } from '../../figures/index.ts';
import { shellQuoted } from '../process/invocation.ts';
import type { Rendering } from '../render/render.ts';
import type { RunRecord } from '../store/run-folder.ts';
import { oneOf } from './context.ts';

/** What is known of tokens before they are read, or made again. */
export interface Known {
  readonly shape: Shape;
  /** Why there are no events to draw, and what to do; null where there are some. */
  readonly noEvents: Pick<Mistake, 'came' | 'advice'> | null;
}

export function knownOf({ folder, prepared }: Pick<RunRecord, 'folder' | 'prepared'>): Known {
  const { shape } = prepared.problem;
  if (prepared.spec.events) return { shape, noEvents: null };
  const advice = `make it again with "parkade simulate ${shellQuoted(join(folder, 'run.json'))} --events --out FOLDER"`;
  return { shape, noEvents: { came: 'this one was made without', advice } };
}

interface LookFlags {
  readonly theme: string;
  /** By default as wide as its format usually is. */
  readonly width?: string;
}

export interface DrawingFlags extends LookFlags {
  readonly figure?: string;
  readonly times?: string;
  readonly panels?: number;
  readonly logTime?: boolean;
  readonly title?: string;
}

interface Drawing {
  /** Undefined: the figure that suits the run. */
  readonly name: FigureName | undefined;
  readonly options: FigureOptions;
  readonly look: Rendering;
}

/** @throws ParkadeError InvalidParameter */
export function drawingOf(flags: DrawingFlags, known: Known): Drawing {
  const look = lookOf(flags);
  const { panels, logTime, title } = flags;
  const options: FigureOptions = { times: timesOf(flags.times), panels, logTime, title };
  if (flags.figure === undefined) return { name: undefined, options, look };
  const name = figureNamed(flags.figure, known);
  refuseWhatItDoesNotTake(figureRegistry[name], options);
  return { name, options, look };
}

/** @throws ParkadeError InvalidParameter */
function lookOf({ theme, width }: LookFlags): Rendering {
  if (width === undefined) return { theme: oneOf('--theme', theme, ['light', 'dark']) };
  const pixels = Number(width);
  if (pixels >= 300 && pixels <= 4000) return { theme: oneOf('--theme', theme, ['light', 'dark']), width: pixels };
  throw invalid('--width', 'be a number of pixels from 300 to 4000', `came as "${width}"`, '900 is usual');
}

function timesOf(words: string | undefined): number[] | undefined {
  if (words === undefined) return undefined;
  const times = words.split(',').map((word) => (word.trim() === '' ? Number.NaN : Number(word)));
  if (times.every((t) => Number.isFinite(t) && t >= 0)) return times;
  throw invalid('--times', 'be times ≥ 0 such as 0,1.5,1e9', `came as "${words}"`, 'separate them by commas');
}

function figureNamed(name: string, { shape, noEvents }: Known): FigureName {
  const names = Object.keys(figureRegistry) as FigureName[];
  const entry: FigureDefinition = figureRegistry[oneOf('--figure', name, names)];
  if (!entry.supports(shape)) {
    const possible = names.filter((other) => figureRegistry[other].supports(shape));
    throw invalid(
      '--figure',
      `be one of ${possible.join(', ')} for tokens of dimension ${shape.d}`,
      `came as "${name}"`,
      'choose one of them',
    );
  }
  if (entry.needsEvents && noEvents !== null) {
    const told = { key: '--figure', subject: `"--figure ${name}"`, expected: 'come with a run that has events' };
    throw mistake('InvalidParameter', { ...told, ...noEvents });
  }
  return entry.name as FigureName;
}

/** @throws ParkadeError InvalidParameter for what only a still picture can show */
export function refuseStill(path: string, { name, options: { times, panels } }: Drawing): void {
  const [flag, came] =
    name !== undefined && name !== 'circle' && name !== 'sphere'
      ? ['--figure', name]
      : times !== undefined
        ? ['--times', times.join()]
        : ['--panels', panels];
  if (came === undefined) return;
  throw invalid(
    flag,
    'come with a still picture (svg, png, pdf), since what moves shows the tokens at all saved times',
    `${came} came with ${path}`,
    'drop it',
  );
}

const FLAGS = { times: '--times', panels: '--panels', logTime: '--log-time' } as const;

function refuseWhatItDoesNotTake({ name, takes }: FigureDefinition, options: FigureOptions): void {
  for (const key of Object.keys(FLAGS) as (keyof typeof FLAGS)[]) {
    if (options[key] === undefined || takes.includes(key)) continue;
    const others = Object.values<FigureDefinition>(figureRegistry).filter((other) => other.takes.includes(key));
    throw invalid(
      FLAGS[key],
      `come with a figure that takes it (${others.map((other) => other.name).join(', ')})`,
      `came with "${name}"`,
      'drop it',
    );
  }
}
