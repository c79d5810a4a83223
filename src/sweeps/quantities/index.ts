/**
 * The registry of quantities that a sweep can keep. To add one: an entry of a file beside this, or a file and a line.
 */
import { centerQuantities } from './centers.ts';
import { clusterQuantities } from './clusters.ts';
import { eventQuantities } from './events.ts';
import type { Quantity } from './quantity.ts';
import { stateQuantities } from './state.ts';

export const quantityRegistry = {
  ...clusterQuantities,
  ...centerQuantities,
  ...stateQuantities,
  ...eventQuantities,
} as const satisfies Record<string, Quantity>;

export type QuantityName = keyof typeof quantityRegistry;

export const quantityNames = Object.keys(quantityRegistry) as QuantityName[];

/** What is kept where nobody says: what every run has and costs next to nothing. */
export const USUAL_QUANTITIES: readonly QuantityName[] = ['clusters', 'largest', 'centers', 'captured', 'cosine'];
