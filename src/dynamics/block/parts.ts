/** The parts of a block, as a specification has them. */
import type { MatrixSpec } from '../matrix-spec.ts';
import type { Composition } from './composition.ts';
import type { HeadSpec, HeadsPart } from './heads.ts';
import type { MaskPart } from './mask.ts';
import type { MlpPart } from './mlp-part.ts';
import type { NormPart } from './norm.ts';
import type { PositionsPart } from './positions.ts';
import type { WeightingPart } from './weighing.ts';

export interface BlockParameters {
  readonly beta: number;
  readonly query: HeadSpec;
  readonly key: HeadSpec;
  readonly value: HeadSpec;
  readonly mask: MaskPart;
  readonly weighting: WeightingPart;
  readonly positions: PositionsPart;
  readonly heads?: HeadsPart | undefined;
  readonly norm: NormPart;
  readonly mlp: MlpPart;
  readonly layerTime?: number | undefined;
  readonly layers?: readonly BlockLayer[] | ((layer: number) => BlockLayer) | undefined;
  readonly sublayers: 'together' | 'in-turn';
}

/** A block while its weights stay the same, and perhaps one of its sublayers alone. */
export type BlockPiece = BlockParameters & Pick<Composition, 'only'>;

/** What one layer has of its own. */
interface BlockLayer {
  readonly beta?: number | undefined;
  readonly query?: HeadSpec | undefined;
  readonly key?: HeadSpec | undefined;
  readonly value?: HeadSpec | undefined;
  readonly output?: MatrixSpec | undefined;
  readonly mlp?: MlpPart | undefined;
}
