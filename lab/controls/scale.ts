/** How numbers lie on a slider: evenly, or by their logarithm, with or without zero. Pure. */
import type { Field } from 'parkade/form';

export interface Scale {
  readonly from: number;
  readonly to: number;
  /** 0 … 1, also for values that lie beyond an end. */
  placeOf(value: number): number;
  /** Rounded, so that people can read it. */
  valueAt(place: number): number;
}

/** Steps of a slider from one end to the other. */
export const STEPS = 500;
/** Digits of a value that a slider gives. */
const DIGITS = 3;

const within = (place: number): number => Math.min(1, Math.max(0, place));

function rounded(value: number, whole: boolean): number {
  return whole ? Math.round(value) : Number(value.toPrecision(DIGITS));
}

export function evenScale(from: number, to: number, whole = false): Scale {
  const span = to - from;
  const unit = whole ? 1 : 10 ** Math.floor(Math.log10(span / STEPS));
  return {
    ...{ from, to },
    placeOf: (value) => within((value - from) / span),
    valueAt(place) {
      const steps = Math.round((from + within(place) * span) / unit);
      return Number((steps * unit).toPrecision(12));
    },
  };
}

export function logScale(from: number, to: number, whole = false): Scale {
  const span = Math.log(to / from);
  return {
    ...{ from, to },
    placeOf: (value) => (value > 0 ? within(Math.log(value / from) / span) : 0),
    valueAt: (place) => rounded(from * Math.exp(within(place) * span), whole),
  };
}

/** place = log(1 + value/small)/log(1 + to/small): even below `small`, by the logarithm above, and it begins at 0. */
export function scaleFromZero(to: number, small: number): Scale {
  const span = Math.log1p(to / small);
  return {
    ...{ from: 0, to },
    placeOf: (value) => within(Math.log1p(Math.max(0, value) / small) / span),
    valueAt: (place) => rounded(Math.max(0, small * Math.expm1(within(place) * span)), false),
  };
}

/** Where a slider makes sense, and over which range; what lies beyond is typed. */
const scales: Readonly<Record<string, Scale>> = {
  beta: scaleFromZero(1024, 1),
  tokens: logScale(1, 5000, true),
  dimension: evenScale(2, 64, true),
  until: logScale(1, 1e6),
  kappa: logScale(0.1, 1e4),
  commonKappa: logScale(0.1, 1e4),
  delta: evenScale(0.02, 3.1),
  threshold: logScale(1e-3, 1),
  rtol: logScale(1e-13, 1e-2),
  atol: logScale(1e-14, 1e-2),
  dt: logScale(1e-4, 10),
  concentration: scaleFromZero(1000, 1),
  jitter: evenScale(0, 1),
  layerTime: logScale(0.01, 10),
  slope: scaleFromZero(10, 0.1),
  decay: scaleFromZero(100, 1),
  initialRadius: logScale(0.1, 100),
  mlpGain: evenScale(-4, 4),
  heads: evenScale(1, 16, true),
  alpha: logScale(0.01, 10),
  base: logScale(1, 1e5),
  angle: evenScale(0, 3.2),
};

/**
 * The scale of a key, or null where a slider would say nothing: by its own range, or, of a key that is not known here,
 * between its limits, or from 0 to ten times what is usual.
 */
export function scaleOf({ key, type, usual }: Pick<Field, 'key' | 'type' | 'usual'>): Scale | null {
  if (type.kind !== 'number') return null;
  if (Object.hasOwn(scales, key)) return scales[key];
  const { least, most, whole } = type;
  if (least !== null && most !== null && most - least <= 1000) return evenScale(least, most, whole);
  if (least === 0 && !whole && typeof usual === 'number') return scaleFromZero(10 * Math.max(1, usual), 0.1);
  return null;
}
