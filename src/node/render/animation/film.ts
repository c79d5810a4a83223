/** An animation as an MP4 film, encoded by ffmpeg where it is installed. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mistake } from '../../../core/errors.ts';
import type { Moving } from '../../../figures/runs/moving.ts';
import { undoneByInterrupt } from '../../process/interruptible.ts';
import type { Rendering } from '../render.ts';
import { pixelsOf, TICKS_PER_SECOND, type Told } from './frames.ts';

/** Even numbers of pixels, and the colours of every player: what most films have. */
const LIKE_ALL_FILMS = [
  '-vf',
  'pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white',
  '-pix_fmt',
  'yuv420p',
  '-movflags',
  '+faststart',
];

/** @throws ParkadeError FileProblem where ffmpeg is not installed, before any work */
export function requireFfmpeg(): void {
  const { error, status } = spawnSync('ffmpeg', ['-version'], { stdio: 'ignore' });
  if (!error && status === 0) return;
  const install = 'apt install ffmpeg, brew install ffmpeg, winget install ffmpeg';
  throw mistake('FileProblem', {
    key: 'ffmpeg',
    subject: 'A film (.mp4)',
    expected: 'be encoded by ffmpeg',
    came: 'no program of that name was found',
    advice: `install it (${install}), or draw to .gif or .html, which need nothing`,
  });
}

export async function filmOf(moving: Moving, look: Rendering, told: Told): Promise<Uint8Array> {
  requireFfmpeg();
  const folder = mkdtempSync(join(tmpdir(), 'parkade-film-'));
  const path = join(folder, 'film.mp4');
  const removed = () => rmSync(folder, { recursive: true, force: true });
  const settled = undoneByInterrupt(removed);
  let encoder: ReturnType<typeof startEncoder> | null = null;
  try {
    for await (const { data, width, height, seconds } of pixelsOf(moving, look, told)) {
      encoder ??= startEncoder(width, height, path);
      const times = Math.max(1, Math.round(seconds * TICKS_PER_SECOND));
      for (let i = 0; i < times; i++) await encoder.write(data);
    }
    await encoder?.end();
    return readFileSync(path);
  } finally {
    encoder?.stop();
    removed();
    settled();
  }
}

/** ffmpeg, fed with pixels. */
function startEncoder(width: number, height: number, path: string) {
  const input = [
    '-f',
    'rawvideo',
    '-pix_fmt',
    'rgba',
    '-s',
    `${width}x${height}`,
    '-framerate',
    String(TICKS_PER_SECOND),
  ];
  const args = ['-loglevel', 'error', ...input, '-i', 'pipe:0', ...LIKE_ALL_FILMS, path];
  const encoder = spawn('ffmpeg', args, { stdio: ['pipe', 'ignore', 'pipe'] });
  let complaint = '';
  encoder.stderr.on('data', (text) => (complaint += text));
  encoder.stdin.on('error', () => {}); // it ended early: its exit tells why
  const ended = new Promise<number | null>((resolve) => encoder.on('close', resolve));
  return {
    async write(data: Uint8Array): Promise<void> {
      if (encoder.stdin.write(data) || encoder.stdin.destroyed) return;
      await Promise.race([once(encoder.stdin, 'drain').catch(() => {}), ended]);
    },
    async end(): Promise<void> {
      encoder.stdin.end();
      if ((await ended) === 0) return;
      const why = complaint.trim().split('\n').pop() || 'it did not say why';
      const advice = 'draw to .gif or .html instead';
      throw mistake('FileProblem', { key: 'ffmpeg', expected: 'have made a film', came: `could not (${why})`, advice });
    },
    stop: () => void encoder.kill(),
  };
}
