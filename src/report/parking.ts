/** The table of a parking experiment. */
import { unpredicted } from '../parking/predictions.ts';
import type { Estimate, Saturation } from '../parking/saturation.ts';
import type { Table } from './run.ts';
import { chooseSamples } from './telling-samples.ts';

/**
 * A row a number of tokens, at most `rows` of them; for each kind the mean over runs, the prediction, and how far apart
 * they are.
 */
export function parkingTable({ ns, runs, strong, renyi }: Saturation, rows: number): Table {
  const spread = runs.length > 1 ? ' ± s.e.' : '';
  const asymptotic = renyi.some(({ predicted }) => predicted?.kind === 'asymptote');
  return {
    columns: [
      'tokens',
      `strong${spread}`,
      'predicted',
      'off by',
      `Rényi${spread}`,
      asymptotic ? 'asymptote, δ → 0, n → ∞' : 'predicted',
      asymptotic ? 'share of it' : 'off by',
    ],
    rows: chooseSamples(ns, [], rows).map((i) => [String(ns[i]), ...textsOf(strong[i]), ...textsOf(renyi[i])]),
  };
}

/** What the columns leave out or mean: why predictions are missing, what "off by" is, how an asymptote is meant. */
export function parkingRemarks({ delta, dimension, strong, renyi }: Saturation): string[] {
  if (strong[0].predicted === null) return ['Numbers of centers are predicted for uniform tokens only.'];
  const missing = unpredicted(delta, dimension);
  return [
    ...(missing === null ? [] : [`Dashes: ${missing}.`]),
    ...(renyi[0].predicted?.kind === 'asymptote'
      ? ['The asymptote of Rényi centers is for n → ∞ and small δ; n tokens have a share of it that grows to about 1.']
      : []),
    '"Off by" counts standard errors of the mean. They come from the predicted standard deviation for strong centers, and otherwise from that of the runs.',
  ];
}

function textsOf({ mean, standardError, predicted, deviation }: Estimate): string[] {
  const counted =
    standardError === null
      ? decimal(mean, 0)
      : `${decimal(mean, 1)} ± ${decimal(standardError, standardError < 1 ? 2 : 1)}`;
  if (predicted === null) return [counted, '–', '–'];
  const share = `${((100 * mean) / predicted.value).toFixed(1)} %`;
  const off = deviation === null ? '–' : `${deviation < 0 ? '−' : '+'}${Math.abs(deviation).toFixed(1)} s.e.`;
  return [counted, decimal(predicted.value, 1), predicted.kind === 'asymptote' ? share : off];
}

function decimal(value: number, digits: number): string {
  return value.toFixed(Number.isInteger(value) ? 0 : digits);
}
