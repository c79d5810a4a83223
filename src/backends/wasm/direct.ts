/** The direct path: every row is the sum over all it sees (assembly/direct.ts). It covers everything. */
import type { PathDefinition } from './path.ts';

export const direct: PathDefinition = {
  name: 'direct',
  refusal: () => null,
  place: (_plan, { common }) => ({
    fill: () => {},
    rows: (kernels, from, to, out) => kernels.direct(common.parameters, from, to, out),
    report: () => ({ errorBound: 0, directRows: 0 }),
  }),
};
