/** The run as a film: frames of the stage encoded by the browser (WebCodecs), put into a file by mediabunny. */
import type { Portrayer } from './portrait.ts';

const RATE = 30;
const BITRATE = 6e6;

export interface Clip {
  readonly blob: Blob;
  /** mp4, or webm where the browser encodes nothing that goes into mp4. */
  readonly ending: string;
}

/** Why this browser cannot, as a sentence; null where it can. */
export function whyNoClip(): string | null {
  if (typeof VideoEncoder === 'function') return null;
  const where = isSecureContext
    ? 'This browser has no video encoder (WebCodecs)'
    : 'Browsers encode films only on pages served over https, or from this machine';
  return `${where}; "parkade draw RUN --to run.gif" makes a film on the command line.`;
}

/** @param timeAt the time shown at a share of the clip, from 0 to 1 */
export async function recordClip(
  portrayer: Portrayer,
  timeAt: (share: number) => number,
  seconds: number,
  onProgress: (share: number) => void,
  signal: AbortSignal,
): Promise<Clip | null> {
  const { BufferTarget, CanvasSource, getFirstEncodableVideoCodec, Mp4OutputFormat, Output, WebMOutputFormat } =
    await import('mediabunny');
  const { width, height } = portrayer.canvas;
  const codec = await getFirstEncodableVideoCodec(['avc', 'vp9', 'av1', 'vp8'], { width, height, bitrate: BITRATE });
  if (codec === null)
    throw new Error(
      'This browser encodes none of H.264, VP9, AV1 and VP8; "parkade draw RUN --to run.gif" makes a film.',
    );
  const format = codec === 'avc' || codec === 'av1' ? new Mp4OutputFormat() : new WebMOutputFormat();
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new CanvasSource(portrayer.canvas, { codec, bitrate: BITRATE });
  output.addVideoTrack(source, { frameRate: RATE });
  await output.start();
  const frames = Math.round(seconds * RATE);
  for (let i = 0; i <= frames; i++) {
    if (signal.aborted) {
      await output.cancel();
      return null;
    }
    portrayer.paint(timeAt(i / frames));
    await source.add(i / RATE, 1 / RATE);
    onProgress(i / frames);
    if (i % 8 === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  await output.finalize();
  const ending = format.fileExtension.slice(1);
  return { blob: new Blob([target.buffer as ArrayBuffer], { type: format.mimeType }), ending };
}
