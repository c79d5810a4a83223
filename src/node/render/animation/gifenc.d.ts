/** What is used here of gifenc, which comes without types. */
declare module 'gifenc' {
  type Format = 'rgb565' | 'rgb444';
  type Palette = number[][];
  interface FrameOptions {
    readonly palette?: Palette;
    /** Milliseconds. */
    readonly delay?: number;
    /** 0: forever. */
    readonly repeat?: number;
    readonly transparent?: boolean;
    readonly transparentIndex?: number;
    /** 1: what is drawn stays. */
    readonly dispose?: number;
  }
  interface Encoder {
    writeFrame(index: Uint8Array, width: number, height: number, options: FrameOptions): void;
    finish(): void;
    bytes(): Uint8Array;
  }
  export function GIFEncoder(): Encoder;
  export function quantize(rgba: Uint8Array, maxColors: number, options: { readonly format: Format }): Palette;
  export function applyPalette(rgba: Uint8Array, palette: Palette, format: Format): Uint8Array;
}
