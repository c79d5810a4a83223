import { esdirk, type ImplicitTableau } from './esdirk.ts';

export const esdirk4Tableau: ImplicitTableau = {
  name: 'esdirk4',
  title: 'ESDIRK 4(3), implicit, adaptive',
  order: 4,
  errorOrder: 3,
  source: 'Kennedy & Carpenter, Applied Numerical Mathematics 44 (2003), the implicit part of ARK4(3)6L[2]SA',
  gamma: 1 / 4,
  a: [
    [1 / 4],
    [8611 / 62500, -1743 / 31250],
    [5012029 / 34652500, -654441 / 2922500, 174375 / 388108],
    [15267082809 / 155376265600, -71443401 / 120774400, 730878875 / 902184768, 2285395 / 8070912],
    [82889 / 524892, 0, 15625 / 83664, 69875 / 102672, -2260 / 8211],
  ],
  c: [0, 1 / 2, 83 / 250, 31 / 50, 17 / 20, 1],
  embedded: [
    4586570599 / 29645900160,
    0,
    178811875 / 945068544,
    814220225 / 1159782912,
    -3700637 / 11593932,
    61727 / 225920,
  ],
};

/** ESDIRK4(3)6L[2]SA: six stages of order 4, embedded order 3. */
export const esdirk4 = esdirk(esdirk4Tableau);
