/** What views follow of every token. Pure. */
import type { Quantity } from './kit/tracks.ts';

/** The angle θ of x = (cos θ, sin θ), in radians from −π to π. */
export const angle: Quantity = {
  row: (film, frame) => film.placesAt(frame),
  value: (places, k) => Math.atan2(places[2 * k + 1], places[2 * k]),
  range: [-Math.PI, Math.PI],
  period: 2 * Math.PI,
};

/** The angle with the first token, in radians. */
export const distance: Quantity = {
  row: (film, frame) => film.distancesAt(frame),
  value: (distances, k) => distances[k],
  range: [0, Math.PI],
  period: null,
};
