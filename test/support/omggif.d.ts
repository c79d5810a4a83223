/** What tests use of omggif, which comes without types. */
declare module 'omggif' {
  export class GifReader {
    constructor(bytes: Uint8Array);
    readonly width: number;
    readonly height: number;
    numFrames(): number;
    /** 0: forever; null: once. */
    loopCount(): number | null;
    frameInfo(i: number): { readonly delay: number };
    decodeAndBlitFrameRGBA(i: number, pixels: Uint8Array): void;
  }
}
