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
import type { Shape, Space, VectorField } from '../core/state.ts';
import { norm, normalizeRows, projectTangent } from '../numerics/sphere.ts';
import { type AttentionParameters, attentionParameters, resolveMatrices } from './attention.ts';
import { attentionHead, type Head, linearProjections, sharesOf } from './attention-head.ts';
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
    const { beta, mask } = parameters;
    const { query, key, value } = resolveMatrices(parameters, { d });
    const features = { value, mask, normalization: 'softmax' } as const;
    const headOf = (shape: Shape) => attentionHead(linearProjections(beta, query, key, shape), features, shape);
    return {
      field: (shape) => schemeField(headOf(shape), parameters, shape),
      shares(shape) {
        const shares = sharesOf(headOf(shape));
        const theta = new Float64Array(shape.n * shape.d);
        return (t, x, k, out) => {
          normalizeRows(x, theta, shape);
          shares(t, theta, k, out);
        };
      },
    };
  },
};

function spaceOfScheme(scheme: NormalizationScheme): Space {
  return scheme === 'pre' || scheme === 'mix' || scheme === 'peri' ? 'euclidean' : 'sphere';
}

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

/** ẋ_j for every scheme, from A_j(Θ). */
function schemeField(head: Head, parameters: NormalizationParameters, shape: Shape): VectorField {
  const { scheme, switchTime = 0, alpha } = parameters;
  const { n, d } = shape;
  const theta = new Float64Array(n * d);
  const a = new Float64Array(d);

  /** a ← P_{θ_j} A_j, exactly 0 for a token that sees its own place only and V = λI. */
  function tangential(j: number): void {
    head.pull(a);
    projectTangent(theta, j * d, a, 0, d);
  }

  function speedOf(): number {
    head.output(a);
    return norm(a, 0, d);
  }

  /** Writes what `a` is multiplied by, having set `a`. */
  function velocity(j: number, t: number, x: Float64Array): number {
    switch (scheme) {
      case 'post':
        tangential(j);
        return 1;
      case 'pre':
        head.output(a);
        return 1;
      case 'mix':
        if (t > switchTime) {
          head.output(a);
          return 1;
        }
        tangential(j);
        return norm(x, j * d, d);
      case 'peri':
        return 1 / speedOf();
      case 'ngpt': {
        const speed = alpha / speedOf();
        tangential(j);
        return speed;
      }
      case 'ln-scaling':
        tangential(j);
        return 1 / Math.sqrt(t + 1);
      default:
        return scheme satisfies never;
    }
  }

  return (t, x, out) => {
    normalizeRows(x, theta, shape);
    head.place(t, theta);
    for (let j = 0; j < n; j++) {
      head.attend(j);
      const factor = velocity(j, t, x);
      for (let i = 0; i < d; i++) out[j * d + i] = factor * a[i];
    }
  };
}
