/**
 * Where a transformer normalises, seen as the speed of its tokens: x_j = r_j θ_j, θ̇_j = P_{θ_j} A_j(Θ)/s_j with A_j
 * the attention output on directions Θ.
 *
 *   post         s = 1              ṙ = 0
 *   pre          s = r              ṙ = ⟨θ, A⟩            that is ẋ = A
 *   mix          post with r = r₀ until the switch time, then pre
 *   peri         s = r|A|           ṙ = ⟨θ, A⟩/|A|        that is ẋ = A/|A|
 *   ngpt         s = |A|/α          ṙ = 0
 *   ln-scaling   s = √(t + 1)       ṙ = 0
 *
 * Tokens of pre, mix and peri live in R^d as rows x_j; those of the others on the sphere.
 */
import * as z from 'zod/mini';
import { invalid } from '../core/errors.ts';
import { parameter } from '../core/parameter.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { composed } from './block/composed.ts';
import { post, spaceOfScheme } from './block/norm.ts';
import type { DynamicsDefinition } from './dynamics.ts';
import { initialRadius } from './euclidean.ts';

export const normalizationSchemes = ['post', 'pre', 'mix', 'peri', 'ngpt', 'ln-scaling'] as const;
type NormalizationScheme = (typeof normalizationSchemes)[number];

export interface NormalizationParameters extends Omit<AttentionParameters, 'normalization'> {
  readonly scheme: NormalizationScheme;
  /** r₀ of pre, mix and peri, which the initial tokens are multiplied by. */
  readonly initialRadius: number;
  /** Of mix. */
  readonly switchTime?: number | undefined;
  /** Of ngpt. */
  readonly alpha: number;
}

const { normalization: _softmaxOnly, ...matricesAndMask } = attentionParameters;

export const normalizationScheme: DynamicsDefinition<NormalizationParameters> = {
  kind: 'normalization',
  title: 'attention under one of six normalisation schemes',
  equation: '\\dot\\theta_j = \\tfrac1{s_j} P_{\\theta_j} A_j(\\Theta),\\quad x_j = r_j\\theta_j',
  source: 'arXiv:2510.22026, Table 2',
  parameters: {
    ...matricesAndMask,
    scheme: parameter(z._default(z.enum(normalizationSchemes), 'post'), {
      description: `normalisation scheme: ${normalizationSchemes.join(', ')}; pre, mix and peri live in R^d (normalization)`,
      expects: `one of ${normalizationSchemes.join(', ')}`,
      placeholder: 'name',
    }),
    initialRadius,
    switchTime: parameter(z.optional(z.number().check(z.minimum(0))), {
      symbol: 'τ',
      description: 'time τ at which scheme mix changes from post to pre (normalization)',
      expects: 'a finite time ≥ 0, given for scheme mix',
      placeholder: 'time',
    }),
    alpha: parameter(z._default(z.number().check(z.positive()), 1), {
      symbol: 'α',
      description: 'step size α of scheme ngpt (normalization)',
      expects: 'a finite number > 0',
      placeholder: 'number',
    }),
  },
  space: ({ scheme }) => spaceOfScheme(scheme),
  label: ({ scheme, switchTime, alpha }) =>
    `${scheme} normalisation${scheme === 'mix' ? `, τ = ${switchTime}` : scheme === 'ngpt' ? `, α = ${alpha}` : ''}`,
  resolve(parameters, { d }) {
    refuseWithoutEffect(parameters);
    const { beta, mask, scheme, switchTime, alpha } = parameters;
    const moving = { ...post, scheme, alpha, switchTime: switchTime ?? 0 };
    return composed({ beta, mask, heads: [resolveMatrices(parameters, { d })], norm: moving });
  },
};

/** A parameter of another scheme would silently do nothing. */
function refuseWithoutEffect({ scheme, initialRadius, switchTime, alpha }: NormalizationParameters): void {
  const refused = (key: string, owners: string, came: string) =>
    invalid(key, `come with scheme ${owners}`, `came with scheme ${scheme} as ${came}`, 'drop it or change the scheme');
  if (scheme === 'mix' && switchTime === undefined) {
    throw invalid('switchTime', 'be the time at which scheme mix goes over from post to pre', 'is missing', 'give it');
  }
  if (scheme !== 'mix' && switchTime !== undefined) throw refused('switchTime', 'mix', String(switchTime));
  if (scheme !== 'ngpt' && alpha !== 1) throw refused('alpha', 'ngpt', String(alpha));
  if (spaceOfScheme(scheme) === 'sphere' && initialRadius !== 1)
    throw refused('initialRadius', 'pre, mix or peri', String(initialRadius));
}
