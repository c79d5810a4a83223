/** The views beside the stage. To add one: a component, and a line here. Each is fetched when it is first opened. */
import type { Component } from 'svelte';
import type { Prepared } from '../engine/protocol.ts';

export interface View {
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence or two; then what stands behind it, in TeX. */
  readonly says: string;
  readonly formula: string;
  /** Of what it draws, in CSS pixels: kept free while the view is fetched, so that nothing jumps. */
  readonly height: number;
  readonly applies: (run: Prepared) => boolean;
  readonly load: () => Promise<{ default: Component<ViewProps> }>;
}

export interface ViewProps {
  readonly view: View;
}

const always = () => true;
/** What needs an equation, which tokens recorded elsewhere have not. */
const isOfRun = ({ spec }: Pick<Prepared, 'spec'>) => spec !== null;

export const views: readonly View[] = [
  {
    id: 'angles',
    title: 'Angles',
    says: 'Where every token is on the circle, in radians, against time. A line that leaves at the top comes back at the bottom.',
    formula: 'x_k(t) = (\\cos\\theta_k(t),\\; \\sin\\theta_k(t))',
    height: 210,
    applies: ({ d }) => d === 2,
    load: () => import('./Angles.svelte'),
  },
  {
    id: 'distances',
    title: 'Distance from x₁',
    says: 'How far every token is from the first one, in radians along a great circle. A line that comes down to 0 was gathered by x₁.',
    formula: '\\theta_k(t) = \\arccos\\,\\langle x_k(t), x_1(t)\\rangle',
    height: 210,
    applies: ({ d }) => d > 2,
    load: () => import('./Distances.svelte'),
  },
  {
    id: 'clusters',
    title: 'Clusters',
    says: 'How many groups of tokens there are. Two tokens are of one group when a chain of tokens joins them whose links are shorter than the threshold.',
    formula: 'j \\sim k \\iff \\arccos\\,\\langle x_j, x_k\\rangle \\le r',
    height: 112,
    applies: always,
    load: () => import('./Clusters.svelte'),
  },
  {
    id: 'captured',
    title: 'Captured',
    says: 'The share of tokens within the radius ε of a center: of any Rényi center, which began farther than δ from all centers before it, and of a strong one, which began farther than δ from all tokens before it.',
    formula: '\\tfrac1n\\,\\#\\{k : \\min_{c}\\arccos\\,\\langle x_k, x_c\\rangle < \\varepsilon\\}',
    height: 112,
    applies: always,
    load: () => import('./Captured.svelte'),
  },
  {
    id: 'energy',
    title: 'Energy',
    says: 'Under full attention this energy can only grow, as along the flow of a gradient. Under causal attention it may fall: where it does, it is marked.',
    formula: '\\Phi_\\beta = \\tfrac1{n^2}\\sum_{j,k} e^{\\beta(\\langle x_j, x_k\\rangle - 1)}',
    height: 132,
    applies: ({ beta }) => beta !== null,
    load: () => import('./Energy.svelte'),
  },
  {
    id: 'gram',
    title: 'Gram matrix',
    says: 'The cosine of every pair of tokens, in their order. Under causal attention token k sees only what lies to the left of the diagonal; the rest is pale.',
    formula: 'G_{kj} = \\langle x_k, x_j\\rangle',
    height: 300,
    applies: always,
    load: () => import('./Gram.svelte'),
  },
  {
    id: 'tree',
    title: 'Merge tree',
    says: 'Every cluster is a line from the event that made it to the one that ended it; the thicker, the more tokens it holds. Uprights join those that merge. A broken upright is a birth: a cluster comes apart.',
    formula: '\\text{lifetime} = t_{\\text{ended}} - t_{\\text{born}}',
    height: 230,
    applies: isOfRun,
    load: () => import('./MergeTree.svelte'),
  },
  {
    id: 'cosines',
    title: 'Cosines',
    says: 'How the cosines of all pairs of tokens are spread. At 1 two tokens are at one place, at −1 opposite each other. Heights grow with the square root of the share, so that few pairs are seen too.',
    formula: '\\langle x_j, x_k\\rangle,\\quad j < k',
    height: 132,
    applies: ({ n }) => n > 1,
    load: () => import('./Cosines.svelte'),
  },
  {
    id: 'attention',
    title: 'Attention',
    says: 'How much of its attention the noted token gives to each token, in their order; of the last token, while none is noted. Under causal attention there is nothing beyond the token itself.',
    formula:
      'A_{kj} = \\frac{e^{\\beta\\langle Qx_k, Kx_j\\rangle}}{\\sum_{i \\le k} e^{\\beta\\langle Qx_k, Kx_i\\rangle}}',
    height: 132,
    applies: isOfRun,
    load: () => import('./Attention.svelte'),
  },
];
