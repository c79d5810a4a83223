import { esdirk, type ImplicitTableau } from './esdirk.ts';

export const esdirk3Tableau: ImplicitTableau = {
  name: 'esdirk3',
  title: 'ESDIRK 3(2), implicit, adaptive',
  order: 3,
  errorOrder: 2,
  source: 'Kennedy & Carpenter, Applied Numerical Mathematics 44 (2003), the implicit part of ARK3(2)4L[2]SA',
  gamma: 1767732205903 / 4055673282236,
  a: [
    [1767732205903 / 4055673282236],
    [2746238789719 / 10658868560708, -640167445237 / 6845629431997],
    [1471266399579 / 7840856788654, -4482444167858 / 7529755066697, 11266239266428 / 11593286722821],
  ],
  c: [0, 1767732205903 / 2027836641118, 3 / 5, 1],
  embedded: [
    2756255671327 / 12835298489170,
    -10771552573575 / 22201958757719,
    9247589265047 / 10645013368117,
    2193209047091 / 5459859503100,
  ],
};

/** ESDIRK3(2)4L[2]SA: four stages of order 3, embedded order 2. */
export const esdirk3 = esdirk(esdirk3Tableau);
