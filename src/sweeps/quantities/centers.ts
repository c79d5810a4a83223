/** Of Rényi centers: how many, and what they have gathered. */
import type { CaptureAtRadius } from '../../analysis/capture.ts';
import type { Measured, Quantity } from './quantity.ts';

/** Shares at the first of the radii of capture. */
function sharesOf({ measurements: { capture } }: Measured, which: keyof Omit<CaptureAtRadius, 'radius'>) {
  return capture?.radii[0][which] ?? [];
}

export const centerQuantities = {
  centers: {
    what: 'number of Rényi centers of the initial tokens at separation δ',
    kind: 'whole',
    observe: ['centers'],
    over: 'run',
    of: ({ measurements: { centers } }) => centers?.renyi.length ?? null,
  },
  strongCenters: {
    what: 'number of strong Rényi centers of the initial tokens at separation δ',
    kind: 'whole',
    observe: ['centers'],
    over: 'run',
    of: ({ measurements: { centers } }) => centers?.strong.length ?? null,
  },
  captured: {
    what: 'share of the tokens within the radius of a Rényi center, from 0 to 1',
    kind: 'number',
    observe: ['capture'],
    over: 'times',
    of: (measured) => sharesOf(measured, 'renyiMoving'),
  },
  strongCaptured: {
    what: 'share of the tokens within the radius of a strong Rényi center, from 0 to 1',
    kind: 'number',
    observe: ['capture'],
    over: 'times',
    of: (measured) => sharesOf(measured, 'strongMoving'),
  },
  capturedAtStart: {
    what: 'share of the tokens within the radius of where a Rényi center began, from 0 to 1',
    kind: 'number',
    observe: ['capture'],
    over: 'times',
    of: (measured) => sharesOf(measured, 'renyiInitial'),
  },
} as const satisfies Record<string, Quantity>;
