/** What must change together with a key, so that a choice in a form is not refused for the lack of another. Pure. */
import type { Field, Form } from 'parkade/form';

export type Keys = Readonly<Record<string, unknown>>;

/** A step to begin with: a thousandth of the run, but no more than this. */
const USUAL_STEP = 0.1;

function usualStep(spec: Keys): number {
  const until = typeof spec.until === 'number' ? spec.until : 100;
  return Number(Math.min(USUAL_STEP, until / 100).toPrecision(1));
}

/**
 * The step that follows noise: at most κ/2, so that the noise of a step stays below a radian, and coarse enough that it
 * is a sum of binary parts, as the paths are.
 */
function noisyStep(kappa: unknown): number {
  const most = typeof kappa === 'number' && kappa > 0 ? kappa / 2 : 1;
  return Math.min(0.125, 2 ** Math.floor(Math.log2(most)));
}

/**
 * A change of a key, with the keys that must go or come with it; undefined drops one. Places where tokens were put by
 * hand are of one dimension: they go when it changes.
 */
export function withCompanions(
  spec: Keys,
  key: string,
  value: unknown,
  context: { form: Form; next: Form; d: number },
): Keys {
  const { form, next, d } = context;
  const change: Record<string, unknown> = { [key]: value };
  if (key === 'dynamics' || key === 'initial') {
    const known = new Set(next.groups.flatMap(({ fields }) => fields.map((field) => field.key)));
    for (const own of form.groups.flatMap(({ fields }) => fields)) if (!known.has(own.key)) change[own.key] = undefined;
  }
  if (key === 'dimension' && value !== d && spec.edits !== undefined) change.edits = undefined;
  if (key === 'dynamics' && value === 'unnormalized') dropEvents(change);
  if (key === 'dynamics' && value === 'frozen-centers') change.centers = [axis(d)];
  if (key === 'initial' && value === 'von-mises-fisher') change.directions = [axis(d)];
  if (key === 'initial') sizeCompanions(spec, value, change);
  if (key === 'scheme') schemeCompanions(spec, value, change);
  if (key === 'integrator') stepCompanions(spec, value, form, change);
  if ((key === 'kappa' || key === 'commonKappa') && value !== undefined) noiseCompanions(spec, value, change);
  if ((key === 'kappa' || key === 'commonKappa') && value === undefined) noiseless(spec, key, change);
  if (key === 'dt' && value !== undefined) Object.assign(change, { rtol: undefined, atol: undefined });
  if (key === 'dt' && value !== undefined && spec.integrator === 'auto') change.integrator = undefined;
  if ((key === 'rtol' || key === 'atol') && value !== undefined) change.dt = undefined;
  return change;
}

/** Listed tokens have their number and dimension, which a law takes over. */
function sizeCompanions(spec: Keys, value: unknown, change: Record<string, unknown>): void {
  if (Array.isArray(value)) Object.assign(change, { tokens: undefined, dimension: undefined });
  else if (Array.isArray(spec.initial)) {
    const [first] = spec.initial as readonly unknown[];
    change.tokens = spec.initial.length;
    change.dimension = Array.isArray(first) ? first.length : 2;
  }
}

function axis(d: number): number[] {
  return Array.from({ length: d }, (_, i) => (i === 0 ? 1 : 0));
}

/** Events are instants of smooth paths on the sphere. */
function dropEvents(change: Record<string, unknown>): void {
  Object.assign(change, { events: undefined, certify: undefined });
}

function schemeCompanions(spec: Keys, scheme: unknown, change: Record<string, unknown>): void {
  if (scheme === 'mix' && spec.switchTime === undefined)
    change.switchTime = typeof spec.until === 'number' ? spec.until / 2 : 1;
  if (scheme !== 'mix') change.switchTime = undefined;
  if (scheme === 'pre' || scheme === 'mix' || scheme === 'peri') dropEvents(change);
}

/** An integrator without an error estimate needs a step, one with it wants tolerances or none. */
function stepCompanions(spec: Keys, integrator: unknown, form: Form, change: Record<string, unknown>): void {
  const fixed = wordOf(form, 'integrator', integrator)?.fixedStep === true;
  if (fixed)
    Object.assign(change, { rtol: undefined, atol: undefined, certify: undefined, dt: spec.dt ?? usualStep(spec) });
  else change.dt = undefined;
}

function noiseCompanions(spec: Keys, kappa: unknown, change: Record<string, unknown>): void {
  dropEvents(change);
  const most = noisyStep(kappa);
  const { dt } = spec;
  change.dt = typeof dt === 'number' && dt <= most ? dt : most;
  Object.assign(change, { integrator: undefined, rtol: undefined, atol: undefined });
}

/** Without any noise its seed goes, and so does the step that followed it. */
function noiseless(spec: Keys, key: string, change: Record<string, unknown>): void {
  const other = key === 'kappa' ? spec.commonKappa : spec.kappa;
  if (other === undefined) Object.assign(change, { noiseSeed: undefined, dt: undefined, integrator: undefined });
}

export function fieldIn(form: Form, key: string): Field | null {
  for (const { fields } of form.groups) for (const field of fields) if (field.key === key) return field;
  return null;
}

function wordOf(form: Form, key: string, word: unknown) {
  const type = fieldIn(form, key)?.type;
  return type?.kind === 'choice' ? type.words.find((each) => each.word === word) : undefined;
}
