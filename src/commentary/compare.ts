/** What the papers predict for a run, what is measured now, and how far apart they are. */
import { invalid } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { PreparedRun } from '../run/prepare.ts';
import { momentOf } from './moment.ts';
import { allHold, type Judgement, type Measured, type Prediction, type PredictionDefinition } from './prediction.ts';
import { predictionRegistry } from './predictions/index.ts';
import { settingOf } from './setting.ts';
import type { View } from './view.ts';

const known = new WeakMap<PreparedRun, readonly Prediction[]>();

/**
 * What the papers predict for a setting, an entry a subject that occurs in it. Predictions whose hypotheses fail are
 * among them, with `valid` false and the hypotheses that fail. Plain data; made once for a prepared run.
 *
 * @example predictionsFor(prepareRun({ beta: 64, until: 20 })).map(({ says, valid }) => [says, valid])
 */
export function predictionsFor(prepared: PreparedRun): readonly Prediction[] {
  const found = known.get(prepared) ?? makePredictions(prepared);
  known.set(prepared, found);
  return found;
}

function makePredictions(prepared: PreparedRun): Prediction[] {
  const setting = settingOf(prepared);
  return predictionRegistry.flatMap((definition) => {
    const statement = definition.predict(setting);
    if (statement === null) return [];
    const { id, title, symbol, quantity, unit } = definition;
    return [{ id, title, symbol, quantity, unit, ...statement, valid: allHold(statement.hypotheses) }];
  });
}

function definitionOf(id: string): PredictionDefinition {
  const found = predictionRegistry.find((definition) => definition.id === id);
  if (found) return found;
  const ids = predictionRegistry.map((definition) => definition.id);
  const guess = nearest(id, ids);
  const advice = guess === undefined ? 'choose one of them' : `did you mean "${guess}"?`;
  throw invalid('id', `be one of ${ids.join(', ')}`, `came as "${id}"`, advice);
}

function runOf({ prepared }: View): PreparedRun {
  if (prepared) return prepared;
  const came = 'is missing: of tokens recorded elsewhere nothing is predicted';
  throw invalid('prepared', 'come with a view whose predictions are asked for', came, 'take explain and describe');
}

/**
 * What the quantity of a prediction is at the time of a view.
 * @throws ParkadeError InvalidParameter for an unknown prediction, and for a view without a run or without such a time
 */
export function measuredFor(id: string, view: View): Measured {
  const definition = definitionOf(id);
  return definition.measure(momentOf(view), settingOf(runOf(view)));
}

/** A prediction beside what is measured. */
export interface Comparison extends Judgement {
  readonly id: string;
  /** What is measured, and its sentence. */
  readonly measured: Measured;
  /** What was expected at this time; null where that is no number. */
  readonly expected: number | null;
}

/**
 * How a prediction and what is measured at the time of a view agree.
 *
 * A prediction that may not be relied on is never refuted: where a hypothesis fails it makes no claim, and where one is
 * not decided a difference is undecided.
 *
 * @throws ParkadeError InvalidParameter as measuredFor
 */
export function compare(prediction: Prediction, view: View): Comparison {
  const definition = definitionOf(prediction.id);
  const setting = settingOf(runOf(view));
  const moment = momentOf(view);
  const { claim, valid, id } = prediction;
  if (claim === null || valid === false) {
    const measured = definition.always
      ? definition.measure(moment, setting)
      : { value: null, says: 'Nothing is measured, since nothing is claimed.' };
    return {
      id,
      measured,
      expected: null,
      verdict: 'no claim',
      why: whyNot(prediction),
      difference: null,
      inUnits: null,
    };
  }
  const measured = definition.measure(moment, setting);
  const expected = measured.expected ?? claim.value;
  const judgement = definition.judge(claim, measured, moment, setting);
  if (measured.value === null && judgement.verdict === 'undecided') {
    return { id, measured, expected, ...judgement, why: measured.says };
  }
  const softened: Judgement =
    valid === 'unknown' && judgement.verdict === 'differs'
      ? { ...judgement, verdict: 'undecided', why: `${judgement.why} Whether its hypotheses hold is not known.` }
      : judgement;
  return { id, measured, expected, ...softened };
}

function whyNot({ hypotheses, says }: Prediction): string {
  const failing = hypotheses.filter(({ holds }) => holds === false);
  if (failing.length === 0) return says;
  return `It supposes that ${failing.map((one) => `${one.says}, but ${one.why}`).join('; that ')}.`;
}
