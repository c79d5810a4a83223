/** What a link holds: a specification, who made it, and how it is looked at. */
import * as z from 'zod/mini';
import { invalid, mistake, type ParkadeError, quoted } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { parameter, parsedParameter } from '../core/parameter.ts';
import { namesFile } from '../run/file-names.ts';
import { checkSpec, type RunSpec } from '../run/spec.ts';
import { wrongLink } from './plain.ts';

/** The version of the format; a change that an older reader would misunderstand raises it. */
export const LINK_VERSION = 1;

/**
 * The state that a link restores. Every key but the first three may be left out, and is left out of a link where it has
 * its usual value.
 */
export interface LinkState {
  /** Of the format, not of parkade. */
  readonly version: 1;
  /** The parkade that wrote the link, such as 0.2.0. */
  readonly parkade: string;
  /** What is computed. Numbers only: the name of a file would mean another file to whoever opens the link. */
  readonly spec: RunSpec;
  /** SHA-256 of the trajectory that its author saw (`trajectoryBytes`), in 64 hexadecimal digits. */
  readonly sha256?: string;
  /** The backend that computed it, on which alone the bits are the same; "wasm" where it is left out. */
  readonly backend?: string;
  /** A second setting beside the first (A/B), from the same seed, on the same clock. */
  readonly compare?: Compared;
  /** The time that is shown; where it is left out, whoever opens the link chooses. */
  readonly time?: number;
  /** Whether the clock runs by log t; false where it is left out. */
  readonly logTime?: boolean;
  /** How fast the clock runs, in multiples of its usual speed; 1 where it is left out. */
  readonly speed?: number;
  /** Names of the views that are on, in order; the usual ones where it is left out, none where the list is empty. */
  readonly views?: readonly string[];
  /** From where the sphere is seen; the usual place where it is left out. */
  readonly camera?: Camera;
  /** What the colours of tokens mean; "cluster" where it is left out. */
  readonly colour?: 'index' | 'cluster' | 'fate';
  /** The token that is chosen, from 0: x₁ is 0. */
  readonly chosen?: number;
  /** How much of the page is shown where it is part of another: all of it where this is left out. */
  readonly embed?: 'full' | 'timeline' | 'stage';
}

/** The second of two settings. */
interface Compared {
  /** A whole specification; its seed is that of the first. */
  readonly spec: RunSpec;
  readonly sha256?: string;
}

/** From where a sphere is seen: angles in radians around its pole and above its equator. */
interface Camera {
  readonly longitude: number;
  /** From −π/2 to π/2. */
  readonly latitude: number;
  /** 1, which shows the whole, where it is left out. */
  readonly zoom?: number;
}

const HASH = /^[0-9a-f]{64}$/;
const RELEASE = /^\d{1,6}\.\d{1,6}\.\d{1,6}([-+][0-9A-Za-z.+-]{1,60})?$/;
const NAME = /^[a-z][a-z0-9-]{0,39}$/;

function text(pattern: RegExp): z.ZodMiniType<string> {
  return z.string().check(z.regex(pattern));
}

const sha256 = parameter(z.optional(text(HASH)), {
  description: 'SHA-256 of the trajectory that the author saw',
  expects: '64 hexadecimal digits in small letters',
});
const POLE = Math.PI / 2;

/** Keys beside the specifications, each declared once: its schema, its usual value, what it is, what is expected. */
const linkParameters = {
  parkade: parameter(text(RELEASE), {
    description: 'the parkade that wrote the link',
    expects: 'a version such as 0.2.0',
  }),
  sha256,
  backend: parameter(z._default(text(NAME), 'wasm'), {
    description: 'the backend that computed the trajectory of the author',
    expects: 'the name of a backend, such as wasm',
  }),
  time: parameter(z.optional(z.number().check(z.minimum(0))), {
    description: 'the time that is shown',
    expects: 'a finite time ≥ 0',
  }),
  logTime: parameter(z._default(z.boolean(), false), {
    description: 'whether the clock runs by log t',
    expects: 'true or false',
  }),
  speed: parameter(z._default(z.number().check(z.positive()), 1), {
    description: 'how fast the clock runs, in multiples of its usual speed',
    expects: 'a finite number > 0',
  }),
  views: parameter(z.optional(z.array(text(NAME)).check(z.maxLength(32))), {
    description: 'the views that are on, in order',
    expects: 'a list of at most 32 names such as "angles"',
  }),
  camera: parameter(
    z.optional(
      z.strictObject({
        longitude: z.number(),
        latitude: z.number().check(z.minimum(-POLE), z.maximum(POLE)),
        zoom: z.optional(z.number().check(z.positive())),
      }),
    ),
    {
      description: 'from where a sphere is seen',
      expects: 'an object of longitude, latitude (radians, −π/2 to π/2) and, if wanted, zoom > 0',
    },
  ),
  colour: parameter(z._default(z.enum(['index', 'cluster', 'fate']), 'cluster'), {
    description: 'what the colours of tokens mean',
    expects: 'one of index, cluster, fate',
  }),
  chosen: parameter(z.optional(z.int().check(z.minimum(0))), {
    description: 'the token that is chosen, from 0',
    expects: 'a whole number ≥ 0',
  }),
  embed: parameter(z._default(z.enum(['full', 'timeline', 'stage']), 'full'), {
    description: 'how much of the page is shown inside another',
    expects: 'one of full, timeline, stage',
  }),
} as const;

/** All keys of a link. */
export const linkKeys: readonly string[] = ['version', 'spec', 'compare', ...Object.keys(linkParameters)];

/**
 * A state with every key checked, those left out that have their usual values.
 * @throws ParkadeError InvalidInput for another version or a key that no link has, InvalidParameter for a wrong value
 */
export function checkState(given: unknown): LinkState {
  const state = mapping('link', given);
  checkVersion(state);
  refuseOtherKeys('a link', state, linkKeys);
  const spec = checkedSpec('spec', state.spec);
  const compare = state.compare === undefined ? {} : { compare: checkedCompare(state.compare, spec) };
  return { version: LINK_VERSION, spec, ...compare, ...checkedLook(state) } as LinkState;
}

function checkVersion({ version, parkade }: Readonly<Record<string, unknown>>): void {
  if (version === LINK_VERSION) return;
  const expected = `have version ${LINK_VERSION}`;
  if (typeof version !== 'number' || !Number.isInteger(version) || version < LINK_VERSION) {
    const came = version === undefined ? 'has none' : `has version ${quoted(version)}`;
    throw wrongLink(expected, `it ${came}`, 'copy it once more from where it came');
  }
  const writer = typeof parkade === 'string' && RELEASE.test(parkade) ? `parkade ${parkade}` : 'that parkade';
  throw wrongLink(
    expected,
    `it was written by a newer parkade (version ${version}), and this one reads ${LINK_VERSION}`,
    `open it with ${writer} or a newer one`,
  );
}

/** Of the keys that say how a run is looked at, those with other than usual values. */
function checkedLook(state: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const look: Record<string, unknown> = {};
  for (const [key, schema] of Object.entries(linkParameters)) {
    const value = parsedParameter(key, schema, state[key]);
    const usual = schema instanceof z.ZodMiniDefault ? schema.parse(undefined) : undefined;
    if (value !== usual) look[key] = value;
  }
  return look;
}

function checkedCompare(given: unknown, first: RunSpec): Compared {
  const compare = mapping('compare', given);
  refuseOtherKeys('a comparison', compare, ['spec', 'sha256']);
  const spec = checkedSpec('compare', compare.spec);
  const [seed, other] = [first.seed ?? 1, spec.seed ?? 1];
  if (seed !== other) {
    const advice = 'compare two settings from one seed';
    throw invalid('compare', `have the seed ${seed} of "spec"`, `has ${other}`, advice);
  }
  const hash = parsedParameter('sha256', sha256, compare.sha256) as string | undefined;
  return { spec, ...(hash !== undefined && { sha256: hash }) };
}

/** A specification checked key by key, without names of files: what a link opens is never on the disk of the reader. */
function checkedSpec(key: string, given: unknown): RunSpec {
  if (given === undefined) throw invalid(key, 'hold a run specification', 'has none', 'start from "beta: 64"');
  const spec = checkSpec(given);
  for (const [name, value] of Object.entries(spec)) if (namesFile(name, value)) throw fileRefused(name, value);
  return spec;
}

function fileRefused(key: string, name: string): ParkadeError {
  return invalid(key, 'hold its numbers in a link', `names the file ${quoted(name)}`, 'put the numbers in its place');
}

function mapping(key: string, given: unknown): Readonly<Record<string, unknown>> {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Record<string, unknown>;
  const subject = key === 'link' ? { subject: 'The link' } : {};
  throw mistake('InvalidInput', {
    ...{ key, ...subject, expected: 'hold an object with a specification' },
    ...{ came: `it holds ${quoted(given)}`, advice: 'copy it once more from where it came' },
  });
}

function refuseOtherKeys(where: string, given: object, keys: readonly string[]): void {
  const foreign = Object.keys(given).find((key) => !keys.includes(key));
  if (foreign === undefined) return;
  const guess = nearest(foreign, keys);
  throw mistake('InvalidInput', {
    ...{ key: foreign, expected: `be one of the keys of ${where}, ${keys.join(', ')}`, came: 'is none of them' },
    advice: guess === undefined ? 'drop it' : `did you mean "${guess}"?`,
  });
}
