/** The perceptron of a block, as a specification has it. */
import * as z from 'zod/mini';
import { type ActivationName, activations } from '../activation.ts';
import {
  type BiasSpec,
  biasSchema,
  type Perceptron,
  resolvePerceptron,
  type WeightSpec,
  weightSchema,
} from '../perceptron.ts';

interface MlpKeys {
  readonly activation?: ActivationName | undefined;
  readonly width?: number | undefined;
  readonly in?: WeightSpec | undefined;
  readonly inBias?: BiasSpec | undefined;
  readonly out?: WeightSpec | undefined;
  readonly outBias?: BiasSpec | undefined;
  readonly gain?: number | undefined;
  readonly gated?: boolean | undefined;
  readonly gate?: WeightSpec | undefined;
}
export type MlpPart = 'none' | ActivationName | MlpKeys;

const names = Object.keys(activations) as [ActivationName, ...ActivationName[]];
const FIRST: WeightSpec = { gaussian: 1 };

export const mlpPart = z.union([
  z.enum(['none', ...names]),
  z.strictObject({
    activation: z.optional(z.enum(names)),
    width: z.optional(z.int().check(z.minimum(1), z.maximum(100_000))),
    in: z.optional(weightSchema),
    inBias: z.optional(biasSchema),
    out: z.optional(weightSchema),
    outBias: z.optional(biasSchema),
    gain: z.optional(z.number()),
    gated: z.optional(z.boolean()),
    gate: z.optional(weightSchema),
  }),
]);

/**
 * The perceptron as numbers; null for none.
 *
 * @param draw of weights that are drawn anew for every layer, which of them: from 0
 */
export function mlpOf(part: MlpPart, d: number, draw = 0): { perceptron: Perceptron; gain: number } | null {
  if (part === 'none') return null;
  const keys: MlpKeys = typeof part === 'string' ? { activation: part } : part;
  const { activation = 'gelu', inBias = 0, outBias = 0, gain = 1, width } = keys;
  const drawn = (weights: WeightSpec | undefined): WeightSpec => {
    const spec = weights ?? FIRST;
    return typeof spec === 'object' && 'gaussian' in spec ? { ...spec, draw: (spec.draw ?? 0) + draw } : spec;
  };
  const gate = keys.gate !== undefined || keys.gated ? drawn(keys.gate) : null;
  const spec = { activation, width, in: drawn(keys.in), inBias, out: drawn(keys.out), outBias, gate };
  return { perceptron: resolvePerceptron(spec, { d }, (name) => `mlp.${name}`), gain };
}
