/** The registry of measurements. To add one: a file beside this, and a line here. */
import { captureObservable } from './capture.ts';
import { clusterObservable } from './clusters.ts';
import { cosineObservable } from './cosine.ts';
import { energyObservable, tokenEnergyObservable } from './energy.ts';
import { firstTokenObservable } from './first-token.ts';
import type { MeasurementParameters, Observable } from './observable.ts';
import { orderParameterObservable } from './order-parameter.ts';
import { radiiObservable } from './radii.ts';
import { centerObservable } from './renyi-centers.ts';

export const observableRegistry = {
  centers: centerObservable,
  clusters: clusterObservable,
  capture: captureObservable,
  energy: energyObservable,
  cosine: cosineObservable,
  'first-token': firstTokenObservable,
  'order-parameter': orderParameterObservable,
  'token-energy': tokenEnergyObservable,
  radii: radiiObservable,
} as const satisfies Record<string, (parameters: MeasurementParameters) => Observable<unknown>>;

export type ObservableName = keyof typeof observableRegistry;

type ResultOf<F> = F extends (...parameters: never[]) => Observable<infer R> ? R : never;

/** What was measured, by name: plain JSON. */
export type Measurements = { readonly [K in ObservableName]?: ResultOf<(typeof observableRegistry)[K]> };
